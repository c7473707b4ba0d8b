"""The gazetteer on disk: one directory goes in, memory-mapped arrays and a trie come out.

A directory holds three files. ``columns.bin`` is every array, one after the other, each at a multiple of 16 bytes;
``names.marisa`` is the static trie of folded names; ``manifest.json`` says where each array lies, what the gazetteer is
made of, and the size and SHA-256 of the other two. The manifest is written last, so a directory without one is
half-built.

Postings. ``name_postings[k]`` belongs to the trie's key ``k``: bits 0-26 a place, bits 27-30 the kind of name, or, with
bit 31 set, the start of a run in ``runs`` whose first entry is its length. Runs are sorted best first when they are
built, so that a query without context only reads.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

import marisa_trie

from geomap.errors import GazetteerFormatError, GazetteerNotFoundError
from geomap.gazetteer.folding import FOLDING_VERSION

__all__ = [
    "CODE_MARK",
    "DEMONYM_MARK",
    "FEDERATIONS",
    "FORMAT",
    "FORMAT_VERSION",
    "KIND_WEIGHTS",
    "NONE16",
    "NONE32",
    "RUN_BIT",
    "ArraySpan",
    "GazetteerInfo",
    "GazetteerSource",
    "NameKind",
    "SourceSpan",
    "Store",
    "hash_file",
]

FORMAT = "geomap-gazetteer"
FORMAT_VERSION = 1
MANIFEST = "manifest.json"
COLUMNS = "columns.bin"
NAMES = "names.marisa"

# Keys that are not plain names start with a sign that folding never produces.
CODE_MARK = "="
DEMONYM_MARK = "@"

RUN_BIT = 1 << 31
PLACE_MASK = (1 << 27) - 1
NONE16 = 0xFFFF
NONE32 = 0xFFFFFFFF


class NameKind(IntEnum):
    """What a key is to its place; written into the postings, so the numbers never change."""

    MAIN = 0
    ALTERNATE = 1
    STRIPPED = 2
    GENERATED = 3
    ABBREVIATION = 4
    CODE = 5
    DEMONYM = 6


# Federations whose units are better known than the towns of their names ("Oklahoma", "Quebec").
FEDERATIONS = frozenset(("US", "CA", "AU"))

# How much a kind of name is worth beside a main name, in 1/256.
KIND_WEIGHTS = {
    NameKind.MAIN: 256,
    NameKind.ALTERNATE: 214,
    NameKind.STRIPPED: 205,
    NameKind.GENERATED: 230,
    NameKind.CODE: 154,
    NameKind.DEMONYM: 243,
    NameKind.ABBREVIATION: 250,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerSource:
    """One source a gazetteer was built from, with what its licence asks to be told."""

    name: str
    version: str
    licence: str
    url: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerInfo:
    """What a gazetteer is made of: format, sources, and how many places and names of each kind it holds."""

    path: Path
    format_version: int
    title: str
    sources: tuple[GazetteerSource, ...]
    attribution: tuple[str, ...]
    populated_places: int
    countries: int
    admin1: int
    admin2: int
    airports: int
    supplement: int
    places: int
    names: int
    size_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArraySpan:
    """Where an array lies in ``columns.bin``: offset in bytes, number of items, and its one-letter memoryview type."""

    offset: int
    count: int
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpan:
    """A run of places with ids of one scheme; ``numeric`` ids are sorted numbers, others sorted texts."""

    prefix: str
    start: int
    stop: int
    numeric: bool


class Store:
    """The open files of one gazetteer directory, checked for completeness and version.

    Raises
    ------
    GazetteerNotFoundError
        There is no such directory.
    GazetteerFormatError
        The directory is not a whole gazetteer of a format this program reads.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest = _read_manifest(path)
        try:
            sizes = {name: int(self.manifest["files"][name]["size"]) for name in (COLUMNS, NAMES)}
            self._arrays = {name: ArraySpan(**span) for name, span in self.manifest["arrays"].items()}
            self.spans = tuple(SourceSpan(**span) for span in self.manifest["id_spans"])
            ends = [span.offset + span.count * _ITEM_SIZES[span.type] for span in self._arrays.values()]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise GazetteerFormatError(f"{path / MANIFEST}: damaged ({error!r}); build the gazetteer again") from error
        for name, size in sizes.items():
            _check_size(path / name, size)
        if max(ends, default=0) > sizes[COLUMNS] or not _NEEDED.issubset(self._arrays):
            raise GazetteerFormatError(f"{path / MANIFEST}: does not fit {COLUMNS}; build the gazetteer again")
        with (path / COLUMNS).open("rb") as stream:
            self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        self._view = memoryview(self._map)
        self.trie = marisa_trie.Trie()
        try:
            self.trie.mmap(str(path / NAMES))
        except (OSError, RuntimeError) as error:
            raise GazetteerFormatError(
                f"{path / NAMES}: not a name index ({error}); build the gazetteer again"
            ) from error

    def view(self, name: str) -> memoryview:
        """Give one array as a typed memoryview, whose items are plain Python numbers."""
        span = self._arrays[name]
        cast = self._view[span.offset : span.offset + span.count * _ITEM_SIZES[span.type]]
        return cast.cast(span.type)  # type: ignore[call-overload, no-any-return]

    def texts(self, name: str) -> tuple[memoryview, memoryview]:
        """Give a text table: its bytes, and the offsets at which each text starts (one more than there are texts)."""
        return self.view(f"{name}_bytes"), self.view(f"{name}_offsets")

    def lines(self, name: str) -> list[str]:
        """Give a small text table as a list."""
        span = self._arrays[f"{name}_bytes"]
        blob = bytes(self._view[span.offset : span.offset + span.count])
        _, offsets = self.texts(name)
        ends = offsets.tolist()
        return [blob[start:end].decode() for start, end in pairwise(ends)]

    def info(self) -> GazetteerInfo:
        """Say what the gazetteer is made of."""
        return GazetteerInfo(
            path=self.path,
            format_version=int(self.manifest["format_version"]),
            title=str(self.manifest["title"]),
            sources=tuple(GazetteerSource(**source) for source in self.manifest["sources"]),
            attribution=tuple(self.manifest["attribution"]),
            size_bytes=sum(int(entry["size"]) for entry in self.manifest["files"].values()),
            **{name: int(count) for name, count in self.manifest["counts"].items()},
        )

    def check(self) -> None:
        """Compare the files with their hashes in the manifest; reads every byte.

        Raises
        ------
        GazetteerFormatError
            A file is not the one the manifest was written for.
        """
        for name, entry in self.manifest["files"].items():
            if hash_file(self.path / name) != entry["sha256"]:
                raise GazetteerFormatError(f"{self.path / name}: the content differs from the manifest; build it again")


# The arrays without which nothing can be asked.
_NEEDED = frozenset(("latitude", "longitude", "feature", "prominence", "name_postings", "runs", "names_bytes"))
_ITEM_SIZES = {"b": 1, "B": 1, "h": 2, "H": 2, "i": 4, "I": 4, "f": 4}


def hash_file(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _read_manifest(path: Path) -> dict[str, Any]:
    """Read and check the manifest; everything that is wrong with a directory as a whole is found here."""
    if not path.is_dir():
        raise GazetteerNotFoundError(
            f"{path}: no such gazetteer directory; build one with 'geomap gazetteer build' or leave the option out"
        )
    file = path / MANIFEST
    if not file.is_file():
        raise GazetteerFormatError(f"{path}: no {MANIFEST}, so this is no gazetteer or its build did not finish")
    try:
        manifest = json.loads(file.read_text("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise GazetteerFormatError(f"{file}: not readable as JSON ({error}); build the gazetteer again") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise GazetteerFormatError(f"{file}: not the manifest of a geomap gazetteer")
    version = manifest.get("format_version")
    if not isinstance(version, int) or version > FORMAT_VERSION:
        raise GazetteerFormatError(
            f"{file}: format version {version} is newer than this geomap reads ({FORMAT_VERSION}); update geomap"
        )
    if version < FORMAT_VERSION or manifest.get("folding_version") != FOLDING_VERSION:
        raise GazetteerFormatError(f"{file}: built by another geomap with other rules; build the gazetteer again")
    missing = {"files", "arrays", "id_spans", "counts", "sources", "attribution", "title"} - manifest.keys()
    if missing:
        raise GazetteerFormatError(f"{file}: lacks {', '.join(sorted(missing))}; build the gazetteer again")
    return manifest


def _check_size(file: Path, size: int) -> None:
    """Refuse a file that is missing or shorter or longer than the manifest says."""
    if not file.is_file():
        raise GazetteerFormatError(f"{file}: missing; build the gazetteer again")
    found = file.stat().st_size
    if found != size:
        raise GazetteerFormatError(
            f"{file}: {found} bytes instead of {size}; the gazetteer is truncated, build it again"
        )
