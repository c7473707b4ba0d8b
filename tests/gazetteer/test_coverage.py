"""The names that the gazetteer must know, and those that must not mislead it."""

from __future__ import annotations

import pytest

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geocoding import geocode_name
from geomap.gazetteer.matching import measure_km

# Latitude, longitude, the distance allowed in km, the first letters of the feature code.
ERBIL = (36.191, 44.009, 10, "PPL")
DEIR_EZ_ZOR = (35.336, 40.141, 10, "PPL")
BAKHMUT = (48.594, 38.0, 10, "PPL")
SAYYIDAH = (33.444, 36.341, 4, "PPLX")
COVERED = {
    "Erbil": ERBIL, "Arbil": ERBIL, "Irbil": ERBIL, "Hewler": ERBIL, "أربيل": ERBIL,
    "Erbil International Airport": (36.238, 43.963, 3, "AIRP"), "Erbil airport": (36.238, 43.963, 3, "AIRP"),
    "Baghdad International Airport": (33.263, 44.235, 3, "AIRP"), "Baghdad airport": (33.263, 44.235, 3, "AIRP"),
    "Al Asad Air Base": (33.786, 42.441, 5, "AIRB"), "Ain al-Asad": (33.786, 42.441, 5, "AIRB"),
    "Gaza": (31.5, 34.467, 12, "PPL"), "Gaza Strip": (31.4, 34.38, 25, "ADM1"), "West Bank": (32.0, 35.25, 60, "ADM1"),
    "Deir ez-Zor": DEIR_EZ_ZOR, "Deir al-Zour": DEIR_EZ_ZOR, "Dayr az Zawr": DEIR_EZ_ZOR, "Deir ez-Zour": DEIR_EZ_ZOR,
    "Hillah": (32.464, 44.42, 10, "PPL"), "Babil": (32.5, 44.5, 80, "ADM1"), "Wasit": (32.7, 45.7, 100, "ADM1"),
    "Bakhmut": BAKHMUT, "Artemivsk": BAKHMUT, "Goma": (-1.66, 29.22, 15, "PPL"), "Mogadishu": (2.04, 45.34, 15, "PPL"),
    "U.S.": (39.76, -98.5, 300, "PCL"), "US": (39.76, -98.5, 300, "PCL"), "USA": (39.76, -98.5, 300, "PCL"),
    "Hodeidah": (14.798, 42.955, 10, "PPL"), "Hodeida": (14.798, 42.955, 10, "PPL"),
    "Qamishli": (37.05, 41.23, 10, "PPL"), "Qamishly": (37.05, 41.23, 10, "PPL"),
    "Sayyidah Zaynab": SAYYIDAH, "Sayyida Zeinab": SAYYIDAH,
    "al-Tanf": (33.5, 38.62, 6, ""), "Red Sea": (20.28, 38.51, 200, "SEA"), "Bab el-Mandeb": (12.58, 43.33, 20, "STRT"),
    "Golan Heights": (32.98, 35.75, 30, ""), "Sahel": (15, 5, 500, "RGN"), "Levant": (33.8, 36.5, 200, "RGN"),
    "Strait of Hormuz": (26.57, 56.25, 40, "STRT"), "Tower 22": (33.31, 38.7, 6, ""),
    "Kurdistan Region": (36.2, 44.4, 80, ""), "Black Sea": (43, 35, 200, "SEA"),
    "South China Sea": (13, 114, 400, "SEA"),
    "Donbas": (48.3, 38.3, 80, "RGN"), "Darfur": (13, 25, 150, "RGN"), "Tigray": (13.8, 38.8, 150, "ADM1"),
    "Kashmir": (34.3, 75.5, 200, "RGN"), "Horn of Africa": (8, 45, 400, "RGN"), "Balkans": (43, 21, 200, "RGN"),
    "Middle East": (31, 40, 900, "RGN"), "Al-Dhafra": (24.25, 54.55, 6, ""), "Al-Udeid": (25.12, 51.31, 6, ""),
    "Ramstein": (49.44, 7.57, 8, ""), "Guantanamo Bay": (19.91, -75.13, 12, ""), "Hmeimim": (35.4, 35.95, 6, ""),
    "Zaatari": (32.29, 36.32, 5, "CMPRF"), "al-Hol": (36.37, 41.15, 8, "CMPRF"), "Al-Aqsa": (31.776, 35.236, 2, ""),
    "Green Zone": (33.31, 44.39, 5, ""), "Tahrir Square": (30.044, 31.236, 2, ""),
    "Alberta": (55, -115, 100, "ADM1"), "Queensland": (-20, 145, 200, "ADM1"), "Texas": (31.25, -99.25, 60, "ADM1"),
    "Xinjiang": (41, 85, 200, "ADM1"),
    "Iraq": (33, 44, 100, "PCL"), "Gao": (16.27, -0.04, 15, "PPL"),
}  # fmt: skip


@pytest.mark.parametrize("name", COVERED)
def test_a_name_means_its_place_first(gazetteer: Gazetteer, name: str) -> None:
    latitude, longitude, km, feature = COVERED[name]
    result = geocode_name(name, gazetteer)
    assert result.latitude is not None, result.reason
    assert result.longitude is not None
    assert measure_km((result.latitude, result.longitude), (latitude, longitude)) <= km, result
    assert (result.feature_code or "").startswith(feature), result


def test_every_country_is_found_by_its_name(gazetteer: Gazetteer) -> None:
    rows, *_ = gazetteer.list_points({"A"})
    countries = [place for place in map(gazetteer.place_at, rows.tolist()) if place.feature_code.startswith("PCL")]
    assert len(countries) >= 190
    first = {place.name: gazetteer.candidates(place.name)[0].place for place in countries}
    wrong = [name for name, place in first.items() if not place.feature_code.startswith("PCL")]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "place", "country"),
    [("Arak", "Arak", "IR"), ("Yokkaichi", "Yokkaichi", "JP"), ("Guantánamo", "Guantánamo", "CU"), ("Us", "Us", "FR")],
)
def test_the_places_behind_the_traps_are_still_there(gazetteer: Gazetteer, name: str, place: str, country: str) -> None:
    best = gazetteer.candidates(name, country=country)[0].place
    assert (best.name, best.country) == (place, country)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Yemen (North Yemen)", "YE"),
        ("DR Congo (Zaire)", "CD"),
        ("Macedonia, FYR", "MK"),
        ("Korea, Dem. People's Rep. of", "KP"),
        ("Korea, Rep.", "KR"),
        ("Congo, Rep.", "CG"),
        ("Egypt, Arab Rep.", "EG"),
        ("irq", "IQ"),
        ("Korea", None),
        ("Texas, US", None),
    ],
)
def test_countries_of_statistical_tables_are_read(gazetteer: Gazetteer, text: str, code: str | None) -> None:
    result = gazetteer.resolve_rows(["Nowhere at all"], countries=[text]).results[0]
    assert ("is not known" in result.reason) == (code is None)
    if code is not None:
        assert f"in {code}" in result.reason


@pytest.mark.parametrize(
    ("name", "feature", "country"),
    [
        ("Zaporizhzhia", "PPLA", "UA"),
        ("Zaporizhia", "PPLA", "UA"),
        ("Tombouctou", "PPLA", "ML"),
        ("Hamilton, Bermuda", "PPLC", "BM"),
        ("Zaporizhzhia Oblast", "ADM1", "UA"),
        ("Tamil Nadu", "ADM1", "IN"),
        ("Oklahoma", "ADM1", "US"),
        ("Department of Cauca", "ADM1", "CO"),
        ("Northern Iraq", "PCLI", "IQ"),
        ("Southwestern Kharkiv Oblast", "ADM1", "UA"),
        ("Northern Ireland", "ADM1", "GB"),
        ("South Sudan", "PCLI", "SS"),
        ("Homs 2", "PPLA", "SY"),
    ],
)
def test_what_comes_first(gazetteer: Gazetteer, name: str, feature: str, country: str) -> None:
    result = geocode_name(name, gazetteer)
    assert (result.feature_code, result.country) == (feature, country)


def test_a_filter_for_units_gets_no_seat(gazetteer: Gazetteer) -> None:
    found = gazetteer.candidates("Zaporizhia", feature_classes={"A"})
    assert [candidate.place.feature_code for candidate in found][:1] == ["ADM1"]
