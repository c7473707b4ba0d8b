from __future__ import annotations

from pathlib import Path

import pytest
from geopy.exc import GeocoderServiceError
from geopy.location import Location
from geopy.point import Point

from geomap.errors import InputError
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geopy_adapter import GazetteerGeocoder
from geomap.gazetteer.online import OnlineGeocoder


@pytest.fixture(scope="module")
def geocoder(gazetteer: Gazetteer) -> GazetteerGeocoder:
    return GazetteerGeocoder(gazetteer, user_agent="tests", timeout=3, domain="example.org")


def test_code_written_for_nominatim_runs(geocoder: GazetteerGeocoder) -> None:
    location = geocoder.geocode("Tikrit, Iraq", language="en", addressdetails=True, timeout=10)
    assert location.address.startswith("Tikr")
    assert location.point.latitude == pytest.approx(34.6, abs=0.1)
    assert location.raw["place_id"].startswith("geonames:")
    assert float(location.raw["lat"]) == location.latitude
    assert geocoder.geocode("Zzyzxqwk") is None
    assert geocoder.geocode({"city": "Paris", "state": "Texas", "country": "United States"}).raw["admin1"] == "TX"


def test_several_candidates_and_countries(geocoder: GazetteerGeocoder) -> None:
    locations = geocoder.geocode("Tripoli", exactly_one=False, limit=3)
    assert len(locations) == 3
    assert len({location.raw["place_id"] for location in locations}) == 3
    assert geocoder.geocode("Tripoli", country_codes="lb").raw["country"] == "LB"
    assert geocoder.geocode("Tripoli", country_codes=["lb", "ly"]).raw["country"] in {"LB", "LY"}
    assert geocoder.geocode("Zzyzxqwk", exactly_one=False) is None
    with pytest.raises(InputError, match="QQ"):
        geocoder.geocode("Tripoli", country_codes="QQ")


@pytest.mark.parametrize("query", [(36.19, 44.01), "36.19, 44.01", Point(36.19, 44.01)])
def test_reverse_gives_the_nearest_town(geocoder: GazetteerGeocoder, query: Point) -> None:
    location = geocoder.reverse(query, language="en")
    assert location.raw["place_id"] == "geonames:95446"
    assert location.raw["distance_km"] < 1


def test_the_open_sea_is_nowhere(geocoder: GazetteerGeocoder) -> None:
    assert geocoder.reverse((-45.0, -130.0)) is None
    assert len(geocoder.reverse((48.85, 2.35), exactly_one=False)) == 10


def test_online_answers_are_asked_for_once(geocoder: GazetteerGeocoder, tmp_path: Path) -> None:
    asked = []

    def ask(query: str) -> object:
        asked.append(query)
        return geocoder.geocode(query)

    cache = tmp_path / "cache" / "answers.sqlite"
    for _ in range(2):
        with OnlineGeocoder("local", cache=cache, geocode=ask, min_delay_seconds=0) as online:
            answer = online.geocode("Erbil  airport")
            assert answer is not None
            assert answer.latitude == pytest.approx(36.24, abs=0.01)
            assert online.geocode("Zzyzxqwk") is None
    assert asked == ["Erbil airport", "Zzyzxqwk"]


def test_a_service_that_fails_is_named_and_nothing_is_kept(tmp_path: Path) -> None:
    def refuse(query: str) -> object:
        raise GeocoderServiceError(f"busy: {query}")

    with (
        OnlineGeocoder("local", cache=tmp_path / "a.sqlite", geocode=refuse, min_delay_seconds=0) as online,
        pytest.raises(InputError, match="busy"),
    ):
        online.geocode("Erbil")
    with pytest.raises(InputError, match="no such service"):
        OnlineGeocoder("atlantis", cache=tmp_path / "b.sqlite")
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(InputError, match="cannot keep"):
        OnlineGeocoder("nominatim", cache=tmp_path / "file" / "c.sqlite")


def test_a_service_stands_behind_the_gazetteer(gazetteer: Gazetteer, tmp_path: Path) -> None:
    def ask(query: str) -> Location | None:
        return Location("Somewhere", (34.73, 36.71), {}) if query.startswith("Zzyzxqwk") else None

    with OnlineGeocoder("local", cache=tmp_path / "a.sqlite", geocode=ask, min_delay_seconds=0) as online:
        geocoder = GazetteerGeocoder(gazetteer, online=online)
        assert geocoder.geocode("Homs").raw["place_id"].startswith("geonames:")
        location = geocoder.geocode("Zzyzxqwk")
        assert (location.latitude, location.raw["country"], location.raw["place_id"]) == (34.73, "SY", None)
        assert geocoder.geocode("Zzyzxqwk", country_codes="IQ") is None
        assert geocoder.geocode("Xqzvwk", exactly_one=False) is None
