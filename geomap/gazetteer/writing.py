"""Writing a gazetteer: place records go in, a directory that ``Gazetteer.open`` reads comes out, or nothing."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from geomap.errors import GazetteerError
from geomap.gazetteer.folding import FOLDING_VERSION, fold, is_abbreviation, strip_articles
from geomap.gazetteer.names import strip_type_word
from geomap.gazetteer.records import PlaceRecord, choose_precision, estimate_prominence, estimate_radius
from geomap.gazetteer.runs import RunSorter
from geomap.gazetteer.spelling import BUCKET_BITS, bucket_of, is_comparable, skeletonize
from geomap.gazetteer.storage import (
    CODE_MARK,
    COLUMNS,
    DEMONYM_MARK,
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    NAMES,
    NONE16,
    NONE32,
    PLACE_MASK,
    RUN_BIT,
    GazetteerSource,
    NameKind,
    hash_file,
)
from geomap.model import PlacePrecision

__all__ = ["GazetteerWriter"]

_PRECISIONS = list(PlacePrecision)


class _Table:
    """Texts numbered in the order of their first appearance."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def number(self, text: str | None, none: int = NONE16) -> int:
        """Give the number of a text, a new one where it is new; ``none`` stands for no text."""
        return none if not text else self.numbers.setdefault(text, len(self.numbers))


class GazetteerWriter:
    """Collects places and names, then writes the directory.

    Examples
    --------
    >>> from geomap.gazetteer import Gazetteer
    >>> writer = GazetteerWriter(title="two villages")
    >>> writer.add(
    ...     PlaceRecord(
    ...         prefix="own",
    ...         identifier="1",
    ...         name="Aa",
    ...         latitude=1.0,
    ...         longitude=2.0,
    ...         feature_class="P",
    ...         feature_code="PPL",
    ...     )
    ... )
    >>> directory = tempfile.mkdtemp()
    >>> writer.write(Path(directory) / "gazetteer")
    >>> Gazetteer.open(Path(directory) / "gazetteer").candidates("AA")[0].place.place_id
    'own:1'
    """

    def __init__(self, *, title: str, sources: Sequence[GazetteerSource] = (), attribution: Sequence[str] = ()) -> None:
        self.title = title
        self.sources = tuple(sources)
        self.attribution = tuple(attribution)
        self._columns = {name: array(kind) for name, kind in _COLUMN_TYPES.items()}
        self._countries, self._admin1, self._admin2, self._codes = _Table(), _Table(), _Table(), _Table()
        self._prefixes = _Table()
        self._identifiers: list[str] = []
        self._names: list[str] = []
        self._administrative = bytearray()
        self._postings: dict[str, int | list[int]] = {}
        self._members: dict[int, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self._names)

    def add(self, record: PlaceRecord) -> None:
        """Take in one place with all its names.

        Raises
        ------
        GazetteerError
            The coordinates are outside their ranges.
        """
        if not (-90 <= record.latitude <= 90 and -180 <= record.longitude <= 180):
            raise GazetteerError(
                f"{record.prefix}:{record.identifier} {record.name!r}: latitude {record.latitude}, longitude"
                f" {record.longitude} is no place on Earth; correct or leave out the row"
            )
        place = len(self._names)
        self._names.append(record.name)
        self._identifiers.append(record.identifier)
        admin1 = f"{record.country}.{record.admin1}" if record.country and record.admin1 else None
        admin2 = f"{admin1}.{record.admin2}" if admin1 and record.admin2 else None
        values = {
            "latitude": round(record.latitude * 1e5),
            "longitude": round(record.longitude * 1e5),
            "country": self._countries.number(record.country),
            "admin1": self._admin1.number(admin1),
            "admin2": self._admin2.number(admin2, NONE32),
            "feature": self._codes.number(f"{record.feature_class}.{record.feature_code}"),
            "population": min(max(record.population, 0), NONE32),
            "radius": min(round(estimate_radius(record) * 10), NONE16),
            "prominence": round(estimate_prominence(record) * 255),
            "precision": _PRECISIONS.index(choose_precision(record)),
            "prefix": self._prefixes.number(record.prefix),
        }
        for name, value in values.items():
            self._columns[name].append(value)
        if record.members:
            self._members[place] = record.members
        self._add_names(record, place)

    def _add_names(self, record: PlaceRecord, place: int) -> None:
        administrative = record.feature_code.startswith("ADM")
        self._administrative.append(administrative)
        for name in (record.name, *record.main_names):
            self._add_spelling(name, place, NameKind.MAIN, administrative=administrative)
        for name in record.names:
            if is_abbreviation(name) and name.isupper() and len(name) <= 5:
                self.post(CODE_MARK + fold(name), place, NameKind.CODE)
            else:
                self._add_spelling(name, place, NameKind.ALTERNATE, administrative=administrative)
        for name in record.generated:
            self._add_spelling(name, place, NameKind.GENERATED, administrative=False)
        for name in record.codes:
            self.post(CODE_MARK + fold(name), place, NameKind.CODE)
        for name in record.abbreviations:
            self.post(CODE_MARK + fold(name), place, NameKind.ABBREVIATION)
        for name in record.demonyms:
            self.post(DEMONYM_MARK + fold(name), place, NameKind.DEMONYM)

    def add_name(self, name: str, place: int, kind: NameKind) -> None:
        """Give a place one more name; ``place`` is its number in the order of adding, from 0."""
        self._add_spelling(name, place, kind, administrative=bool(self._administrative[place]))

    def _add_spelling(self, name: str, place: int, kind: NameKind, *, administrative: bool) -> None:
        """Post a name, and what is left of it without articles and, for an administrative unit, its type word."""
        key = fold(name)
        if not key or (len(key) == 1 and key.isascii()):
            return
        self.post(key, place, kind)
        bare = strip_articles(key)
        if bare != key and len(bare) >= 3:
            self.post(bare, place, NameKind.STRIPPED)
        if administrative and kind <= NameKind.ALTERNATE:
            base = strip_type_word(key)
            if base and fold(base):
                self.post(base, place, NameKind.STRIPPED)

    def post(self, key: str, place: int, kind: int) -> None:
        """Put a place, by its number, under a folded name; the best kind counts where it stands there already."""
        entry = place | kind << 27
        found = self._postings.get(key)
        if found is None:
            self._postings[key] = entry
            return
        entries = found if isinstance(found, list) else [found]
        for index, other in enumerate(entries):
            if other & PLACE_MASK == place:
                entries[index] = min(other, entry)
                break
        else:
            entries.append(entry)
        self._postings[key] = entries if len(entries) > 1 else entries[0]

    def write(self, directory: Path) -> None:
        """Write the gazetteer as ``directory``, replacing one that is there only when the new one is whole.

        Raises
        ------
        GazetteerError
            There are no places, or the directory cannot be written.
        """
        if not self._names:
            raise GazetteerError(f"{directory}: no places to write; check the input files and the countries asked for")
        directory = directory.absolute()
        try:
            directory.parent.mkdir(parents=True, exist_ok=True)
            scratch = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
            try:
                self._write_files(scratch)
                _replace(directory, scratch)
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
        except OSError as error:
            raise GazetteerError(f"{directory}: cannot be written ({error})") from error

    def _write_files(self, directory: Path) -> None:
        columns, order = self._sort_columns()
        trie = marisa_trie.Trie(self._postings.keys())
        trie.save(str(directory / NAMES))
        arrays = dict(columns)
        arrays.update(self._lay_postings(trie, columns, order))
        arrays.update(self._lay_units(columns))
        for table, texts in (
            ("names", [self._names[place] for place in order.tolist()]),
            ("countries", list(self._countries.numbers)),
            ("admin1", list(self._admin1.numbers)),
            ("admin2", list(self._admin2.numbers)),
            ("features", list(self._codes.numbers)),
        ):
            arrays.update(_lay_texts(table, texts))
        spans, ids = self._lay_identifiers(columns.pop("prefix"), order)
        arrays.pop("prefix")
        arrays.update(ids)
        inverse = _invert(order)
        manifest = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "folding_version": FOLDING_VERSION,
            "title": self.title,
            "sources": [asdict(source) for source in self.sources],
            "attribution": list(self.attribution),
            "counts": self._count(columns, len(trie)),
            "id_spans": spans,
            "members": {str(inverse[place]): list(codes) for place, codes in sorted(self._members.items())},
            "arrays": _write_arrays(directory / COLUMNS, arrays),
        }
        manifest["files"] = {
            name: {"size": (directory / name).stat().st_size, "sha256": hash_file(directory / name)}
            for name in (COLUMNS, NAMES)
        }
        with (directory / MANIFEST).open("w", encoding="utf-8") as stream:
            json.dump(manifest, stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())

    def _sort_columns(self) -> tuple[dict[str, NDArray[Any]], NDArray[np.int64]]:
        """Bring the places into the order of their ids, so that an id is found by bisection."""
        columns: dict[str, NDArray[Any]] = {
            name: np.frombuffer(items, items.typecode) for name, items in self._columns.items()
        }
        prefixes = self._columns["prefix"]
        texts = {prefix for prefix, text in zip(prefixes, self._identifiers, strict=True) if not _is_number(text)}
        keys = sorted(
            range(len(self._names)),
            key=lambda place: (
                prefixes[place],
                0 if prefixes[place] in texts else int(self._identifiers[place]),
                self._identifiers[place],
            ),
        )
        order = np.array(keys, dtype=np.int64)
        return {name: items[order] for name, items in columns.items()}, order

    def _lay_identifiers(
        self, prefixes: NDArray[Any], order: NDArray[np.int64]
    ) -> tuple[list[dict[str, object]], dict[str, NDArray[Any]]]:
        """Write numeric ids as numbers and others as texts; a numeric span's ids stand at ``id_numbers[place]``."""
        spans: list[dict[str, object]] = []
        numbers = np.zeros(len(order), dtype="I")
        texts: list[str] = []
        for prefix, number in self._prefixes.numbers.items():
            start, stop = np.searchsorted(prefixes, [number, number + 1]).tolist()
            identifiers = [self._identifiers[place] for place in order[start:stop].tolist()]
            numeric = all(_is_number(text) for text in identifiers)
            if numeric:
                numbers[start:stop] = [int(text) for text in identifiers]
            else:
                numbers[start:stop] = np.arange(len(texts), len(texts) + len(identifiers))
                texts.extend(identifiers)
            spans.append({"prefix": prefix, "start": start, "stop": stop, "numeric": numeric})
        return spans, {"id_numbers": numbers, **_lay_texts("id_texts", texts)}

    def _lay_postings(
        self, trie: marisa_trie.Trie, columns: dict[str, NDArray[Any]], order: NDArray[np.int64]
    ) -> dict[str, NDArray[Any]]:
        inverse = _invert(order).tolist()
        sorter = RunSorter(columns, list(self._codes.numbers), list(self._countries.numbers))
        postings = array("I", bytes(4 * len(trie)))
        runs = array("I")
        skeletons: list[tuple[int, int, int]] = []
        for key, found in self._postings.items():
            number = trie[key]
            if isinstance(found, int):
                postings[number] = inverse[found & PLACE_MASK] | (found & ~PLACE_MASK)
            else:
                run = sorter.sort([inverse[entry & PLACE_MASK] | (entry & ~PLACE_MASK) for entry in found])
                if len(run) == 1:
                    postings[number] = run[0]
                else:
                    postings[number] = RUN_BIT | len(runs)
                    runs.append(len(run))
                    runs.extend(run)
            if is_comparable(key) and key[0] not in _MARKS and sorter.deserves_variants(postings[number], runs):
                skeletons.append((bucket_of(skeletonize(key)), sorter.rank(postings[number], runs), number))
        skeletons.sort()
        buckets = np.array([bucket for bucket, *_ in skeletons], dtype=np.int64)
        return {
            "name_postings": np.frombuffer(postings, "I"),
            "runs": np.frombuffer(runs, "I") if runs else np.zeros(0, "I"),
            "variant_keys": np.array([number for *_, number in skeletons], dtype="I"),
            "variant_starts": np.searchsorted(buckets, np.arange((1 << BUCKET_BITS) + 1)).astype("I"),
        }

    def _lay_units(self, columns: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """Say for each country, admin1 and admin2 code which place it is, the largest where several claim it."""
        codes = list(self._codes.numbers)
        arrays = {}
        for column, wanted, table in (
            ("country", ("A.PCL", "A.TERR"), self._countries),
            ("admin1", "A.ADM1", self._admin1),
            ("admin2", "A.ADM2", self._admin2),
        ):
            places = np.full(len(table.numbers), NONE32, dtype="I")
            features = [number for number, code in enumerate(codes) if code.startswith(wanted)]
            rows = np.flatnonzero(np.isin(columns["feature"], features))
            rows = rows[columns[column][rows] < len(places)]
            # the last one written stays, so the most prominent comes last
            rows = rows[np.argsort(columns["prominence"][rows], kind="stable")]
            places[columns[column][rows]] = rows
            arrays[f"{column}_places"] = places
        return arrays

    def _count(self, columns: dict[str, NDArray[Any]], names: int) -> dict[str, int]:
        codes = list(self._codes.numbers)
        by_feature = np.bincount(columns["feature"], minlength=len(codes)).tolist()
        totals = dict(zip(codes, by_feature, strict=True))

        def total(*starts: str) -> int:
            return sum(count for code, count in totals.items() if code.startswith(starts))

        supplement = sum(record == self._prefixes.numbers.get("supplement", -1) for record in self._columns["prefix"])
        return {
            "populated_places": total("P."),
            "countries": total("A.PCL", "A.TERR"),
            "admin1": total("A.ADM1"),
            "admin2": total("A.ADM2"),
            "airports": total("S.AIR"),
            "supplement": supplement,
            "places": len(self._names),
            "names": names,
        }


_COLUMN_TYPES = {
    "latitude": "i", "longitude": "i", "country": "H", "admin1": "H", "admin2": "I", "feature": "H", "population": "I",
    "radius": "H", "prominence": "B", "precision": "B", "prefix": "B",
}  # fmt: skip
_MARKS = CODE_MARK + DEMONYM_MARK


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


def _invert(order: NDArray[np.int64]) -> NDArray[np.int64]:
    inverse = np.empty_like(order)
    inverse[order] = np.arange(len(order))
    return inverse


def _lay_texts(table: str, texts: Iterable[str]) -> dict[str, NDArray[Any]]:
    encoded = [text.encode() for text in texts]
    offsets = np.zeros(len(encoded) + 1, dtype="I")
    offsets[1:] = np.cumsum([len(text) for text in encoded], dtype=np.int64)
    return {f"{table}_bytes": np.frombuffer(b"".join(encoded), "B"), f"{table}_offsets": offsets}


def _write_arrays(file: Path, arrays: dict[str, NDArray[Any]]) -> dict[str, dict[str, object]]:
    spans: dict[str, dict[str, object]] = {}
    with file.open("wb") as stream:
        for name, items in arrays.items():
            stream.write(bytes(-stream.tell() % 16))
            spans[name] = {"offset": stream.tell(), "count": len(items), "type": items.dtype.char}
            stream.write(items.tobytes())
        stream.flush()
        os.fsync(stream.fileno())
    return spans


def _replace(directory: Path, scratch: Path) -> None:
    """Put the whole new directory where the old one was; the old one survives until the new one stands."""
    scratch.chmod(0o755)
    if directory.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{directory.name}-old-", dir=directory.parent))
        directory.rename(old / "old")
        scratch.rename(directory)
        shutil.rmtree(old, ignore_errors=True)
    else:
        scratch.rename(directory)
