"""The gold list: names and the places they mean first, with a floor of accuracy."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geocoding import GeocodeResult, geocode_name
from geomap.gazetteer.matching import measure_km

GOLD = Path(__file__).parents[1] / "gold" / "gazetteer.tsv"
SECOND = GOLD.with_name("gazetteer-second.tsv")
THIRD = GOLD.with_name("gazetteer-third.tsv")
FLOOR = 0.97


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    kind: str
    name: str
    latitude: float
    longitude: float
    reach_km: float
    feature: str
    country: str

    def is_met(self, result: GeocodeResult) -> bool:
        if result.latitude is None or result.longitude is None or result.feature_code is None:
            return False
        km = measure_km((result.latitude, result.longitude), (self.latitude, self.longitude))
        return (
            km <= self.reach_km
            and (self.feature == "-" or result.feature_code.startswith(self.feature))
            and self.country in {"-", result.country}
        )


def read_gold(file: Path = GOLD) -> Iterator[Expectation]:
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.reader((line for line in stream if not line.startswith("#")), delimiter="\t"):
            kind, name, latitude, longitude, reach, feature, country = row
            yield Expectation(
                kind=kind,
                name=name,
                latitude=float(latitude),
                longitude=float(longitude),
                reach_km=float(reach),
                feature=feature,
                country=country,
            )


def test_the_gold_list_is_large_and_varied() -> None:
    gold = list(read_gold())
    kinds = Counter(entry.kind for entry in gold)
    assert len(gold) >= 400
    assert {"ambiguous", "translit", "typed", "misspelt", "arabic", "cyrillic", "hebrew", "greek", "chinese"} <= set(
        kinds
    )
    assert len({entry.name for entry in gold}) >= 400


@pytest.mark.parametrize("file", [GOLD, SECOND, THIRD], ids=lambda file: file.stem)
def test_at_least_97_percent_of_a_gold_list_is_right_first(gazetteer: Gazetteer, file: Path) -> None:
    gold = list(read_gold(file))
    wrong = [entry.name for entry in gold if not entry.is_met(geocode_name(entry.name, gazetteer))]
    assert 1 - len(wrong) / len(gold) >= FLOOR, f"{len(wrong)} of {len(gold)} are wrong: {wrong}"


@pytest.mark.parametrize("kind", ["country", "code", "capital", "admin", "airport", "trap", "site", "region", "sea"])
def test_no_kind_of_name_is_left_behind(gazetteer: Gazetteer, kind: str) -> None:
    gold = [entry for entry in read_gold() if entry.kind == kind]
    wrong = [entry.name for entry in gold if not entry.is_met(geocode_name(entry.name, gazetteer))]
    assert len(wrong) <= len(gold) * 0.06, f"{kind}: {wrong}"


def test_wrong_answers_and_misspellings_are_less_sure(gazetteer: Gazetteer) -> None:
    results = [(entry, geocode_name(entry.name, gazetteer)) for entry in read_gold()]
    misspelt = [result.confidence for entry, result in results if entry.kind == "misspelt"]
    plain = [result.confidence for entry, result in results if entry.kind == "capital"]
    assert sum(misspelt) / len(misspelt) < 0.7 * sum(plain) / len(plain)
