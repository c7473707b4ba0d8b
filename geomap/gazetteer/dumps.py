"""Own gazetteers out of a GeoNames dump: the tables of download.geonames.org go in, a gazetteer directory comes out.

The tables are read in blocks of lines; what stays in memory is some sixty bytes a place and, while the index is made, a
few dozen a name.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from math import pi, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geomap.datafiles import GEONAMES_CREDIT
from geomap.errors import GazetteerError, InputError
from geomap.gazetteer.columns import PlaceBatch
from geomap.gazetteer.copying import copy_places
from geomap.gazetteer.folding import fold, is_abbreviation
from geomap.gazetteer.query import Gazetteer
from geomap.gazetteer.records import PlaceRecord
from geomap.gazetteer.storage import CODE_MARK, GazetteerInfo, GazetteerSource, NameKind
from geomap.gazetteer.tablefiles import RowBlock, read_blocks
from geomap.gazetteer.writing import GazetteerWriter
from geomap.model import Place

__all__ = ["DumpOptions", "build_from_dump"]

_COLUMNS = 19
_NAME_COLUMNS = 4
# What alternateNamesV2 marks as a language but is no name: links, post codes, Wikidata ids, UN/LOCODE and others.
_NO_NAMES = frozenset(("link", "post", "wkdt", "unlc", "tcid", "phon", "piny", "uicn", "faac"))
_CODES = frozenset(("iata", "icao"))
# What stands for the feature code where the table has none.
_USUAL_CODES = {"P": "PPL", "A": "ADMD"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpOptions:
    """What to build from. Only ``places`` is needed.

    ``places`` are tables of 19 columns: ``allCountries.txt``, countries' tables, ``no-country.txt``, ``cities500.txt``;
    a place that stands in several counts once. ``alternate_names`` is ``alternateNamesV2.txt``; ``admin1``
    ``admin1CodesASCII.txt``; ``admin2`` ``admin2Codes.txt``; ``country_info`` ``countryInfo.txt``. Each may be
    compressed (.gz, .bz2, .xz, .zip as GeoNames serves it). ``countries`` and ``feature_classes`` keep part of the
    dump; empty keeps all of it. ``frame`` gives countries and admin units that the dump lacks, what people call those
    that it has, airports, and hand-written places; None leaves them out.
    """

    places: Path | Sequence[Path]
    alternate_names: Path | None = None
    admin1: Path | None = None
    admin2: Path | None = None
    country_info: Path | None = None
    countries: Collection[str] = ()
    feature_classes: Collection[str] = ()
    frame: Gazetteer | None = None

    @property
    def tables(self) -> tuple[Path, ...]:
        """The tables of places."""
        return (self.places,) if isinstance(self.places, Path) else tuple(self.places)


def build_from_dump(
    options: DumpOptions, output: Path, *, progress: Callable[[str, int], None] | None = None
) -> GazetteerInfo:
    """Build a gazetteer from a GeoNames dump and give what it is made of.

    Parameters
    ----------
    options
        The tables and what to keep of them.
    output
        The directory to write; one that is there is replaced when the new one is whole, not before.
    progress
        Called with the name of the table and the number of lines read, every fifty thousand lines.

    Raises
    ------
    InputError
        A table is missing, is not a GeoNames table, or holds nothing that is wanted.
    GazetteerError
        The directory cannot be written.
    """
    try:
        output.absolute().parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GazetteerError(f"{output}: cannot be written ({error})") from error
    return _Build(options, output, progress or _ignore).run()


class _Build:
    """One build: the writer, and the GeoNames ids of what it has taken in, by place number."""

    def __init__(self, options: DumpOptions, output: Path, progress: Callable[[str, int], None]) -> None:
        self._options = options
        self._output = output
        self._progress = progress
        self._countries = {code.upper() for code in options.countries}
        others = (options.alternate_names, options.admin1, options.admin2, options.country_info)
        self._writer = GazetteerWriter(
            title=f"built from {', '.join(table.name for table in options.tables)}",
            sources=[
                GazetteerSource(name=file.name, version="dump", licence="CC BY 4.0", url="https://www.geonames.org")
                for file in (*options.tables, *others)
                if file is not None
            ],
            attribution=[GEONAMES_CREDIT],
            scratch=output.absolute().parent,
        )
        self._ids = array("q")
        self._sorted: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None

    def run(self) -> GazetteerInfo:
        options = self._options
        for table in options.tables:
            self._read_places(table)
        if not len(self._writer):
            names = ", ".join(map(str, options.tables))
            raise InputError(f"{names}: no place of the countries and feature classes asked for")
        if options.country_info is not None:
            self._read_countries(options.country_info)
        for file, level in ((options.admin1, 1), (options.admin2, 2)):
            if file is not None:
                self._read_units(file, level)
        if options.alternate_names is not None:
            self._read_alternates(options.alternate_names)
        if options.frame is not None:
            self._add_frame(options.frame)
        self._progress("writing", len(self._writer))
        self._writer.write(self._output, progress=self._progress)
        return Gazetteer.open(self._output).info

    def _find(self, identifiers: Sequence[int]) -> list[int]:
        """Give the numbers of the places with these GeoNames ids, -1 where there is none."""
        if self._sorted is None or len(self._sorted[0]) != len(self._ids):
            ids = np.array(self._ids, dtype=np.int64)
            order = np.argsort(ids, kind="stable")
            self._sorted = ids[order], order
        ids, order = self._sorted
        wanted = np.array(identifiers, dtype=np.int64)
        index = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
        return np.where(ids[index] == wanted, order[index], -1).tolist() if len(ids) else [-1] * len(wanted)

    def _read_places(self, table: Path) -> None:
        known = np.sort(np.array(self._ids, dtype=np.int64))
        for block in read_blocks(table, self._progress):
            if wrong := block.find_wrong(lambda row: len(row) != _COLUMNS):
                raise InputError(
                    f"{table}: line {wrong[0]} has {len(wrong[1])} columns instead of {_COLUMNS}; this is no GeoNames"
                    " table of places"
                )
            if self._countries or self._options.feature_classes or len(known):
                block = self._restrict(block, known)  # noqa: PLW2901  the rows that are wanted
            if block.rows:
                self._take_places(block)

    def _restrict(self, block: RowBlock, known: NDArray[np.int64]) -> RowBlock:
        """Keep the rows of the countries and classes asked for that no earlier table had."""
        earlier = frozenset(np.intersect1d(known, _read_numbers(block, 0)).tolist())
        classes = self._options.feature_classes
        kept = [
            not (
                (self._countries and row[8] not in self._countries)
                or (classes and row[6] not in classes)
                or int(row[0]) in earlier
            )
            for row in block.rows
        ]
        return block.keep(kept)

    def _take_places(self, block: RowBlock) -> None:
        """Hand a block of places to the writer with all their names."""
        columns = list(zip(*block.rows, strict=True))
        latitudes, longitudes = _read_degrees(block)
        identifiers = _read_numbers(block, 0)
        features = [
            f"{letter or 'S'}.{code or _USUAL_CODES.get(letter, '')}"
            for letter, code in zip(columns[6], columns[7], strict=True)
        ]
        places = self._writer.add_all(
            PlaceBatch(
                prefix="geonames",
                identifiers=identifiers,
                names=columns[1],
                latitudes=latitudes,
                longitudes=longitudes,
                features=features,
                countries=columns[8],
                admin1s=["" if code == "00" else code for code in columns[10]],
                admin2s=columns[11],
                populations=_read_numbers(block, 14),
            )
        )
        self._ids.extend(identifiers.tolist())
        plain = zip(columns[1], columns[2], places, strict=True)
        self._writer.add_names(
            (ascii_name, place, NameKind.ALTERNATE) for name, ascii_name, place in plain if ascii_name != name
        )
        if self._options.alternate_names is None:
            listed = zip(columns[3], places, strict=True)
            self._writer.add_names(
                (name, place, NameKind.ALTERNATE) for names, place in listed if names for name in names.split(",")
            )

    def _read_countries(self, file: Path) -> None:
        """Name the countries, and add those that neither the dump nor the frame has, at their capital."""
        frame, known = self._options.frame, self._writer.columns.list_units()
        for block in read_blocks(file, self._progress):
            wrong = block.find_wrong(lambda row: len(row) < 17 or len(row[0]) != 2 or not row[16].isdecimal())
            if wrong:
                raise InputError(f"{file}: line {wrong[0]} is not a line of GeoNames' countryInfo.txt")
            for row, place in zip(block.rows, self._find([int(row[16]) for row in block.rows]), strict=True):
                code, is_in_frame = row[0], frame is not None and frame.has_place(f"geonames:{row[16]}")
                if self._countries and code not in self._countries:
                    continue
                if place >= 0:
                    self._describe_country(place, row)
                elif code not in known and not is_in_frame:
                    added = self._add_unit(row[16], row[4], "PCLI", code, population=_whole(row[7]))
                    if added is not None:
                        self._describe_country(added, row)

    def _describe_country(self, place: int, row: list[str]) -> None:
        """Give a country the name, the codes and the area that countryInfo has of it."""
        self._writer.add_names([(row[4], place, NameKind.MAIN)])
        for code in row[:2]:
            self._writer.post(CODE_MARK + fold(code), place, NameKind.CODE)
        if _whole(row[6].partition(".")[0]):
            self._writer.columns.set_radius(place, sqrt(float(row[6]) / pi))

    def _read_units(self, file: Path, level: int) -> None:
        """Name the admin units, and add those that the dump lacks, at their largest populated place."""
        known = self._writer.columns.list_units()
        for block in read_blocks(file, self._progress):
            wrong = block.find_wrong(lambda row: len(row) != _NAME_COLUMNS or not row[3].isdecimal())
            if wrong:
                raise InputError(
                    f"{file}: line {wrong[0]} has {len(wrong[1])} columns instead of {_NAME_COLUMNS}, or no number in"
                    f" the last; it should be GeoNames' {'admin1CodesASCII.txt' if level == 1 else 'admin2Codes.txt'}"
                )
            for row, place in zip(block.rows, self._find([int(row[3]) for row in block.rows]), strict=True):
                code, name, ascii_name, identifier = row
                unit: int | None = place
                if place < 0:
                    unwanted = code in known or (self._countries and code.partition(".")[0] not in self._countries)
                    unit = None if unwanted else self._add_unit(identifier, name, f"ADM{level}", code)
                if unit is not None:
                    self._writer.add_names([(spelling, unit, NameKind.MAIN) for spelling in (name, ascii_name)])

    def _add_unit(self, identifier: str, name: str, feature_code: str, code: str, population: int = 0) -> int | None:
        """Add a unit at its largest town, or do nothing where the dump has no town of it."""
        point = self._writer.columns.find_largest_town(code)
        if point is None:
            return None
        country, admin1, admin2 = (*code.split(".", 2), None, None)[:3]
        self._ids.append(int(identifier))
        return self._writer.add(
            PlaceRecord(
                prefix="geonames",
                identifier=identifier,
                name=name,
                latitude=point[0],
                longitude=point[1],
                feature_class="A",
                feature_code=feature_code,
                country=country,
                admin1=admin1,
                admin2=admin2,
                population=population,
            )
        )

    def _read_alternates(self, file: Path) -> None:
        """Add alternate names to the places that were taken; the English ones in general use count as main names."""
        for block in read_blocks(file, self._progress):
            wrong = block.find_wrong(lambda row: len(row) < _NAME_COLUMNS or not row[1].isdecimal())
            if wrong:
                raise InputError(f"{file}: line {wrong[0]} is not a line of GeoNames' alternateNamesV2.txt")
            named: list[tuple[str, int, NameKind]] = []
            for row, place in zip(block.rows, self._find([int(row[1]) for row in block.rows]), strict=True):
                language, name = row[2], row[3]
                if place < 0 or language in _NO_NAMES or not name:
                    continue
                if language in _CODES:
                    self._writer.post(CODE_MARK + fold(name), place, NameKind.CODE)
                elif language == "abbr" and (is_abbreviation(name) or name.endswith(".")):
                    self._writer.post(CODE_MARK + fold(name), place, NameKind.ABBREVIATION)
                else:
                    # neither colloquial nor historic, and no code: "USA" is said of Yokkaichi too
                    common = language == "en" and not any(row[6:8]) and not is_abbreviation(name)
                    named.append((name, place, NameKind.MAIN if common else NameKind.ALTERNATE))
            self._writer.add_names(named)

    def _add_frame(self, frame: Gazetteer) -> None:
        """Take what the dump lacks from another gazetteer, and what else people call its countries and units."""
        units = self._writer.columns.list_units()
        rows, *_ = frame.list_points("A")
        numbers = [frame.place_at(row).geonames_id or 0 for row in rows.tolist()]
        same = {number: place for number, place in zip(numbers, self._find(numbers), strict=True) if place >= 0}

        def is_missing(place: Place) -> bool:
            if self._countries and place.country not in self._countries:
                return False
            if place.place_id.startswith(("supplement:", "ourairports:")):
                return True
            if place.feature_class != "A" or place.geonames_id is None or place.geonames_id in same:
                return False
            codes = (place.country, place.admin1, place.admin2)[: _depth(place.feature_code)]
            return ".".join(code for code in codes if code) not in units

        def find_same(place: Place) -> int | None:
            return same.get(place.geonames_id) if place.geonames_id is not None else None

        copy_places(frame, self._writer, wanted=is_missing, same=find_same)


def _read_numbers(block: RowBlock, column: int) -> NDArray[np.int64]:
    """Read a column of whole numbers; an empty one counts as 0 but in the first column."""
    try:
        return np.array([int(row[column] or (0 if column else "")) for row in block.rows], dtype=np.int64)
    except (ValueError, OverflowError):
        pass
    wrong = block.find_wrong(lambda row: not row[column].removeprefix("-").isdecimal() or len(row[column]) > 18)
    line, row = wrong or (block.first, block.rows[0])
    raise InputError(f"{block.file}: line {line}: {row[column]!r} in column {column + 1} is not a whole number")


def _read_degrees(block: RowBlock) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Read the columns of latitude and longitude."""
    try:
        latitudes = np.array([float(row[4]) for row in block.rows])
        longitudes = np.array([float(row[5]) for row in block.rows])
    except ValueError:
        latitudes = longitudes = np.full(1, np.nan)
    if np.all(np.abs(latitudes) <= 90) and np.all(np.abs(longitudes) <= 180):
        return latitudes, longitudes
    wrong = block.find_wrong(lambda row: not _is_point(row[4], row[5]))
    line, row = wrong or (block.first, block.rows[0])
    raise InputError(f"{block.file}: line {line}: latitude {row[4]!r}, longitude {row[5]!r} is no place on Earth")


def _whole(text: str) -> int:
    """Read a whole number; what is none counts as 0."""
    return int(text) if text.isdecimal() else 0


def _is_point(latitude: str, longitude: str) -> bool:
    try:
        return abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180
    except ValueError:
        return False


def _depth(feature_code: str) -> int:
    """Say how many codes name a unit: one for a country, two for admin1, three for admin2."""
    return {"ADM1": 2, "ADM2": 3}.get(feature_code, 1)


def _ignore(_table: str, _lines: int) -> None:
    """Report nothing."""
