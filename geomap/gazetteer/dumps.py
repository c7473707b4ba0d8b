"""Own gazetteers out of a GeoNames dump: the tables of download.geonames.org go in, a gazetteer directory comes out.

The tables are read line by line; what stays in memory is a few dozen bytes a place and the folded names.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from geomap.errors import InputError
from geomap.gazetteer.copying import copy_places
from geomap.gazetteer.folding import fold
from geomap.gazetteer.query import Gazetteer
from geomap.gazetteer.records import PlaceRecord
from geomap.gazetteer.storage import CODE_MARK, GazetteerInfo, GazetteerSource, NameKind
from geomap.gazetteer.writing import GazetteerWriter
from geomap.model import Place

__all__ = ["DumpOptions", "build_from_dump", "open_text"]

ATTRIBUTION = "Contains data from GeoNames (https://www.geonames.org), CC BY 4.0, filtered and merged."
_COLUMNS = 19
_NAME_COLUMNS = 4
# What alternateNamesV2 marks as a language but is no name: links, post codes, Wikidata ids, UN/LOCODE and others.
_NO_NAMES = frozenset(("link", "post", "wkdt", "unlc", "tcid", "phon", "piny", "uicn", "faac"))
_CODES = frozenset(("iata", "icao"))
_REPORT_EVERY = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpOptions:
    """What to build from. Only ``places`` is needed.

    ``places`` is ``allCountries.txt``, a country's table or ``cities500.txt``; ``alternate_names``
    ``alternateNamesV2.txt``; ``admin1`` ``admin1CodesASCII.txt``; ``admin2`` ``admin2Codes.txt``. Each may be
    compressed (.gz, .bz2, .xz). ``countries`` and ``feature_classes`` keep part of the dump; empty keeps all of it.
    ``frame`` gives countries and admin units that the dump lacks, with their points, names and demonyms; None leaves
    them out.
    """

    places: Path
    alternate_names: Path | None = None
    admin1: Path | None = None
    admin2: Path | None = None
    countries: Collection[str] = ()
    feature_classes: Collection[str] = ()
    frame: Gazetteer | None = None


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
        Called with the name of the table and the number of lines read, every hundred thousand lines.

    Raises
    ------
    InputError
        A table is missing, is not a GeoNames table, or holds nothing that is wanted.
    GazetteerError
        The directory cannot be written.
    """
    return _Build(options, progress or _ignore).run(output)


def open_text(file: Path) -> Iterator[str]:
    """Read the lines of a text file, compressed or not, without their ends.

    Raises
    ------
    InputError
        The file cannot be read or is not UTF-8.
    """
    openers: dict[str, Callable[..., TextIO]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}
    opener = openers.get(file.suffix, open)
    number = 0
    try:
        with opener(file, "rt", encoding="utf-8", newline="\n") as stream:
            for number, line in enumerate(stream, 1):  # noqa: B007  the number is told when reading fails
                yield line.rstrip("\r\n")
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise InputError(f"{file}: cannot be read after line {number} ({error})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: line {number + 1} is not UTF-8; GeoNames' tables are") from error


class _Build:
    """One build: the writer, and what has been seen."""

    def __init__(self, options: DumpOptions, progress: Callable[[str, int], None]) -> None:
        self._options = options
        self._progress = progress
        self._countries = {code.upper() for code in options.countries}
        self._writer = GazetteerWriter(
            title=f"built from {options.places.name}",
            sources=[
                GazetteerSource(name=file.name, version="dump", licence="CC BY 4.0", url="https://www.geonames.org")
                for file in (options.places, options.alternate_names, options.admin1, options.admin2)
                if file is not None
            ],
            attribution=[ATTRIBUTION],
        )
        self._ids = array("I")
        self._units: set[str] = set()
        self._largest: dict[str, tuple[int, float, float]] = {}

    def run(self, output: Path) -> GazetteerInfo:
        options = self._options
        self._read_places()
        if not len(self._writer):
            raise InputError(f"{options.places}: no place of the countries and feature classes asked for")
        for file, level in ((options.admin1, 1), (options.admin2, 2)):
            if file is not None:
                self._read_units(file, level)
        if options.alternate_names is not None:
            self._read_alternates(options.alternate_names)
        if options.frame is not None:
            self._add_frame(options.frame)
        self._progress("writing", len(self._writer))
        self._writer.write(output)
        return Gazetteer.open(output).info

    def _count(self, file: Path) -> Iterator[tuple[int, list[str]]]:
        for number, line in enumerate(open_text(file), 1):
            if number % _REPORT_EVERY == 0:
                self._progress(file.name, number)
            if line and not line.startswith("#"):
                yield number, line.split("\t")

    def _read_places(self) -> None:
        options = self._options
        take_alternates = options.alternate_names is None
        for number, columns in self._count(options.places):
            if len(columns) != _COLUMNS:
                raise InputError(
                    f"{options.places}: line {number} has {len(columns)} columns instead of {_COLUMNS}; this is no"
                    " GeoNames table of places"
                )
            if self._countries and columns[8] not in self._countries:
                continue
            if options.feature_classes and columns[6] not in options.feature_classes:
                continue
            self._add_place(number, columns, take_alternates=take_alternates)

    def _add_place(self, number: int, columns: list[str], *, take_alternates: bool) -> None:
        try:
            identifier, latitude, longitude = int(columns[0]), float(columns[4]), float(columns[5])
            population = int(columns[14] or 0)
        except ValueError as error:
            raise InputError(f"{self._options.places}: line {number}: {error}") from error
        country, admin1, admin2 = columns[8], columns[10], columns[11]
        feature_code = columns[7] or {"P": "PPL", "A": "ADMD"}.get(columns[6], "")
        if feature_code in {"ADM1", "ADM2"} or feature_code.startswith("PCL"):
            self._units.add(".".join(part for part in (country, admin1, admin2)[: _depth(feature_code)] if part))
        if columns[6] == "P":
            self._note_largest(population, latitude, longitude, country, admin1, admin2)
        names = [name for name in columns[3].split(",") if name] if take_alternates else []
        if columns[2] and columns[2] != columns[1]:
            names.append(columns[2])
        self._ids.append(identifier)
        self._writer.add(
            PlaceRecord(
                prefix="geonames",
                identifier=columns[0],
                name=columns[1],
                latitude=latitude,
                longitude=longitude,
                feature_class=columns[6] or "S",
                feature_code=feature_code,
                country=country or None,
                admin1=None if admin1 in {"", "00"} else admin1,
                admin2=admin2 or None,
                population=population,
                names=tuple(names),
            )
        )

    def _note_largest(self, population: int, latitude: float, longitude: float, *codes: str) -> None:
        country, admin1, admin2 = codes
        for unit in (f"{country}.{admin1}", f"{country}.{admin1}.{admin2}"):
            if unit not in self._largest or self._largest[unit][0] < population:
                self._largest[unit] = (population, latitude, longitude)

    def _read_units(self, file: Path, level: int) -> None:
        """Add the admin units that the dump lacks, at their largest populated place."""
        for number, columns in self._count(file):
            if len(columns) != _NAME_COLUMNS:
                raise InputError(f"{file}: line {number} has {len(columns)} columns instead of {_NAME_COLUMNS}")
            code, name, ascii_name, identifier = columns
            country, admin1, *rest = code.split(".", 2)
            largest = self._largest.get(code)
            if code in self._units or largest is None or (self._countries and country not in self._countries):
                continue
            self._units.add(code)
            self._ids.append(int(identifier))
            self._writer.add(
                PlaceRecord(
                    prefix="geonames",
                    identifier=identifier,
                    name=name,
                    latitude=largest[1],
                    longitude=largest[2],
                    feature_class="A",
                    feature_code=f"ADM{level}",
                    country=country,
                    admin1=admin1,
                    admin2=rest[0] if rest else None,
                    names=(ascii_name,),
                )
            )

    def _read_alternates(self, file: Path) -> None:
        """Add alternate names to the places that were taken; the English ones in general use count as main names."""
        order = sorted(range(len(self._ids)), key=self._ids.__getitem__)
        ids = array("I", (self._ids[place] for place in order))
        for number, columns in self._count(file):
            if len(columns) < _NAME_COLUMNS or not columns[1].isdigit():
                raise InputError(f"{file}: line {number} is not a line of GeoNames' alternateNamesV2.txt")
            language, name = columns[2], columns[3]
            if language in _NO_NAMES or not name:
                continue
            index = bisect_left(ids, int(columns[1]))
            if index == len(ids) or ids[index] != int(columns[1]):
                continue
            place = order[index]
            if language in _CODES:
                self._writer.post(CODE_MARK + fold(name), place, NameKind.CODE)
            else:
                common = language == "en" and not any(columns[6:8])  # neither colloquial nor historic
                self._writer.add_name(name, place, NameKind.MAIN if common else NameKind.ALTERNATE)

    def _add_frame(self, frame: Gazetteer) -> None:
        """Take the countries, admin units and hand-written places that the dump lacks from another gazetteer."""
        known = set(self._ids)

        def is_missing(place: Place) -> bool:
            if self._countries and place.country not in self._countries:
                return False
            if place.place_id.startswith("supplement:"):
                return True
            if place.feature_class != "A" or place.geonames_id is None or place.geonames_id in known:
                return False
            codes = (place.country, place.admin1, place.admin2)[: _depth(place.feature_code)]
            return ".".join(code for code in codes if code) not in self._units

        copy_places(frame, self._writer, wanted=is_missing)


def _depth(feature_code: str) -> int:
    """Say how many codes name a unit: one for a country, two for admin1, three for admin2."""
    return {"ADM1": 2, "ADM2": 3}.get(feature_code, 1)


def _ignore(_table: str, _lines: int) -> None:
    """Report nothing."""
