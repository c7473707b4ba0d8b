"""Files, folders, globs and standard input to the list of files they stand for."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from geomap.errors import InputError

__all__ = ["FileFormat", "SourceFile", "expand_source"]


class FileFormat(StrEnum):
    """What a file holds, by its name."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    JSON_LINES = "json lines"


_SUFFIXES = {
    ".txt": FileFormat.TEXT,
    ".text": FileFormat.TEXT,
    ".md": FileFormat.MARKDOWN,
    ".markdown": FileFormat.MARKDOWN,
    ".html": FileFormat.HTML,
    ".htm": FileFormat.HTML,
    ".xhtml": FileFormat.HTML,
    ".json": FileFormat.JSON,
    ".jsonld": FileFormat.JSON,
    ".jsonl": FileFormat.JSON_LINES,
    ".ndjson": FileFormat.JSON_LINES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file to read; ``path`` is None for standard input, ``name`` is what messages call it."""

    path: Path | None
    name: str
    format: FileFormat | None


def _none(_: Path) -> bool:
    return False


def expand_source(source: str | Path, *, also: Callable[[Path], bool] = _none) -> Iterator[SourceFile]:
    """Yield the files of one source, sorted by name.

    A folder gives the files in it and below whose names end as geomap can read; hidden ones are left out. A pattern
    with ``*``, ``?`` or ``[`` is a glob (``**`` for any depth) unless a file of that very name exists. ``-`` is
    standard input. ``also`` tells of further files that the caller can read; their format is None.

    Raises
    ------
    InputError
        Nothing there, nothing that fits, or a file of a kind that cannot be read.
    """
    if str(source) == "-":
        yield SourceFile(path=None, name="standard input", format=None)
        return
    path = Path(source).expanduser()
    if path.is_dir():
        yield from _folder(path, also)
    elif path.exists():
        yield _file(path, also)
    elif glob.has_magic(str(path)):
        yield from _pattern(str(path), also)
    else:
        raise InputError(f"{path}: no such file or folder")


def _folder(path: Path, also: Callable[[Path], bool]) -> Iterator[SourceFile]:
    try:
        found = sorted(
            below
            for below in path.rglob("*")
            if (below.suffix.lower() in _SUFFIXES or also(below))
            and below.is_file()
            and not any(part.startswith(".") for part in below.relative_to(path).parts)
        )
    except OSError as error:
        raise InputError(f"{path}: the folder cannot be read ({error.strerror})") from error
    if not found:
        further = "" if also is _none else ", and tables such as .csv and .xlsx"
        raise InputError(f"{path}: the folder holds no file to read; geomap reads {', '.join(_SUFFIXES)}{further}")
    for below in found:
        yield _file(below, also)


def _pattern(pattern: str, also: Callable[[Path], bool]) -> Iterator[SourceFile]:
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
    found = [path for match in matches if (path := Path(match)).is_file()]
    if not found:
        raise InputError(f"{pattern}: no file matches; quote the pattern and check the folder")
    for path in found:
        yield _file(path, also)


def _file(path: Path, also: Callable[[Path], bool]) -> SourceFile:
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES and also(path):
        return SourceFile(path=path, name=str(path), format=None)
    if suffix and suffix not in _SUFFIXES:
        raise InputError(f"{path}: cannot read {suffix} files; geomap reads {', '.join(_SUFFIXES)}")
    return SourceFile(path=path, name=str(path), format=_SUFFIXES.get(suffix, FileFormat.TEXT))
