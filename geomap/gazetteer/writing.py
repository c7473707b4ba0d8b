"""Writing a gazetteer: place records go in, a directory that ``Gazetteer.open`` reads comes out, or nothing."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geomap.errors import GazetteerError
from geomap.gazetteer.columns import COLUMN_NAMES, PlaceBatch, PlaceColumns, lay_texts
from geomap.gazetteer.folding import FOLDING_VERSION, fold
from geomap.gazetteer.keys import KeyLog
from geomap.gazetteer.postings import lay_postings
from geomap.gazetteer.records import PlaceRecord
from geomap.gazetteer.runs import RunSorter
from geomap.gazetteer.storage import (
    CODE_MARK,
    COLUMNS,
    DEMONYM_MARK,
    FORMAT,
    FORMAT_VERSION,
    MANIFEST,
    NAMES,
    NONE32,
    GazetteerSource,
    NameKind,
    hash_file,
)

__all__ = ["GazetteerWriter"]


class GazetteerWriter:
    """Collects places and names, then writes the directory.

    Parameters
    ----------
    title
        What the gazetteer is, in a few words.
    sources
        What it is made from.
    attribution
        What must be told to its readers.
    scratch
        The folder for a nameless file of the names on their way; None is the system's folder for such files.

    Examples
    --------
    >>> from geomap.gazetteer import Gazetteer
    >>> writer = GazetteerWriter(title="two villages")
    >>> place = writer.add(
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

    def __init__(
        self,
        *,
        title: str,
        sources: Sequence[GazetteerSource] = (),
        attribution: Sequence[str] = (),
        scratch: Path | None = None,
    ) -> None:
        self.title = title
        self.sources = tuple(sources)
        self.attribution = tuple(attribution)
        self.columns = PlaceColumns()
        self._log = KeyLog(scratch)
        self._units = bytearray()  # whether each place is an administrative unit
        self._members: dict[int, tuple[str, ...]] = {}

    def __len__(self) -> int:
        return len(self.columns)

    def add(self, record: PlaceRecord) -> int:
        """Take in one place with all its names, and give its number in the order of adding, from 0.

        Raises
        ------
        GazetteerError
            The coordinates are outside their ranges.
        """
        place = self.columns.add(record)
        if record.members:
            self._members[place] = record.members
        unit = record.feature_code.startswith("ADM")
        self._units.append(unit)
        self._log.spell(
            [
                *((name, place, NameKind.MAIN, unit) for name in (record.name, *record.main_names)),
                *((name, place, NameKind.ALTERNATE, unit) for name in record.names),
                *((name, place, NameKind.GENERATED, False) for name in record.generated),
            ]
        )
        for mark, names, kind in (
            (CODE_MARK, record.codes, NameKind.CODE),
            (CODE_MARK, record.abbreviations, NameKind.ABBREVIATION),
            (DEMONYM_MARK, record.demonyms, NameKind.DEMONYM),
        ):
            for name in names:
                self.post(mark + fold(name), place, kind)
        return place

    def add_all(self, batch: PlaceBatch) -> range:
        """Take in many places with their main names, and give their numbers.

        Raises
        ------
        GazetteerError
            There are more codes of countries, units or features than a gazetteer holds.
        """
        places = self.columns.add_all(batch)
        units = [feature.startswith("A.ADM") for feature in batch.features]
        self._units.extend(units)
        self._log.spell(zip(batch.names, places, repeat(NameKind.MAIN), units))
        return places

    def add_names(self, named: Iterable[tuple[str, int, NameKind]]) -> None:
        """Give places more names, each with its place's number and its kind."""
        self._log.spell((name, place, kind, bool(self._units[place])) for name, place, kind in named)

    def post(self, key: str, place: int, kind: int) -> None:
        """Put a place, by its number, under a folded name; the best kind counts where it stands there already."""
        self._log.post(key, place, kind)

    def write(self, directory: Path, *, progress: Callable[[str, int], None] | None = None) -> None:
        """Write the gazetteer as ``directory``, replacing one that is there only when the new one is whole.

        ``progress`` is called with what is done and how far it is, every two hundred thousand names.

        Raises
        ------
        GazetteerError
            There are no places, or the directory cannot be written.
        """
        if not len(self):
            raise GazetteerError(f"{directory}: no places to write; check the input files and the countries asked for")
        directory = directory.absolute()
        try:
            directory.parent.mkdir(parents=True, exist_ok=True)
            scratch = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
            try:
                self._write_files(scratch, progress)
                _replace(directory, scratch)
            finally:
                shutil.rmtree(scratch, ignore_errors=True)
        except OSError as error:
            raise GazetteerError(f"{directory}: cannot be written ({error})") from error

    def _write_files(self, directory: Path, progress: Callable[[str, int], None] | None) -> None:
        order = self.columns.find_order()
        inverse = np.empty_like(order)
        inverse[order] = np.arange(len(order))
        columns = {name: self.columns.view(name)[order] for name in COLUMN_NAMES}
        sorter = RunSorter(columns, self.columns.features, self.columns.countries)
        names, arrays = lay_postings(self._log, directory / NAMES, inverse, sorter, progress)
        arrays = {**columns, **arrays, **self._lay_units(columns), **self.columns.lay_names(order)}
        for table, texts in (
            ("countries", self.columns.countries),
            ("admin1", self.columns.admin1s),
            ("admin2", self.columns.admin2s),
            ("features", self.columns.features),
        ):
            arrays.update(lay_texts(table, texts))
        spans, ids = self.columns.lay_identifiers(order)
        arrays.update(ids)
        manifest = {
            "format": FORMAT,
            "format_version": FORMAT_VERSION,
            "folding_version": FOLDING_VERSION,
            "title": self.title,
            "sources": [asdict(source) for source in self.sources],
            "attribution": list(self.attribution),
            "counts": self._count(columns, names),
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

    def _lay_units(self, columns: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        """Say for each country, admin1 and admin2 code which place it is, the largest where several claim it."""
        codes = self.columns.features
        arrays = {}
        for column, wanted, count in (
            ("country", ("A.PCL", "A.TERR"), len(self.columns.countries)),
            ("admin1", "A.ADM1", len(self.columns.admin1s)),
            ("admin2", "A.ADM2", len(self.columns.admin2s)),
        ):
            places = np.full(count, NONE32, dtype="I")
            features = [number for number, code in enumerate(codes) if code.startswith(wanted)]
            rows = np.flatnonzero(np.isin(columns["feature"], features))
            rows = rows[columns[column][rows] < len(places)]
            # the last one written stays, so the most prominent comes last
            rows = rows[np.argsort(columns["prominence"][rows], kind="stable")]
            places[columns[column][rows]] = rows
            arrays[f"{column}_places"] = places
        return arrays

    def _count(self, columns: dict[str, NDArray[Any]], names: int) -> dict[str, int]:
        codes = self.columns.features
        by_feature = np.bincount(columns["feature"], minlength=len(codes)).tolist()
        totals = dict(zip(codes, by_feature, strict=True))

        def total(*starts: str) -> int:
            return sum(count for code, count in totals.items() if code.startswith(starts))

        return {
            "populated_places": total("P."),
            "countries": total("A.PCL", "A.TERR"),
            "admin1": total("A.ADM1"),
            "admin2": total("A.ADM2"),
            "airports": total("S.AIR"),
            "supplement": self.columns.count_prefix("supplement"),
            "places": len(self),
            "names": names,
        }


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
