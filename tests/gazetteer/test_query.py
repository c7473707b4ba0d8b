from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import CoordinateError, InputError
from geomap.gazetteer import Gazetteer, fold
from geomap.model import MatchKind, PlacePrecision


def test_a_city_comes_with_all_that_is_known_of_it(gazetteer: Gazetteer) -> None:
    place = gazetteer.candidates("Hewler")[0].place
    assert place.place_id == "geonames:95446"
    assert place.geonames_id == 95446
    assert (place.name, place.country, place.country_name, place.admin1, place.admin1_name) == (
        "Erbil",
        "IQ",
        "Iraq",
        "11",
        "Erbil",
    )
    assert place.precision is PlacePrecision.CITY
    assert place.feature_class == "P"
    assert 3 < place.radius_km < 30
    assert place.latitude == pytest.approx(36.19, abs=0.01)
    assert place.longitude == pytest.approx(44.01, abs=0.01)


@pytest.mark.parametrize("name", ["Oxford", "Prague", "Homs", "Tripoli", "Paris", "Georgia", "Washington"])
def test_ambiguous_names_have_all_their_candidates(gazetteer: Gazetteer, name: str) -> None:
    candidates = gazetteer.candidates(name)
    assert len({candidate.place.place_id for candidate in candidates}) == len(candidates) >= 2
    assert all(0 <= candidate.score <= 1 for candidate in candidates)
    assert all(one.score >= other.score for one, other in pairwise(candidates))


def test_homs_is_the_city_and_the_governorate(gazetteer: Gazetteer) -> None:
    found = [(c.place.feature_code, c.place.country) for c in gazetteer.candidates("Homs")]
    assert found[:2] == [("PPLA", "SY"), ("ADM1", "SY")]


def test_words_and_codes_are_told_apart_by_their_capitals(gazetteer: Gazetteer) -> None:
    assert gazetteer.candidates("US")[0].place.name == "United States"
    assert gazetteer.candidates("U.S.")[0].match is MatchKind.CODE
    assert gazetteer.candidates("us") == []


@pytest.mark.parametrize(
    ("name", "wrong"), [("Iraq", "Arāk"), ("US", "Us"), ("USA", "Yokkaichi"), ("Gao", "Guantánamo")]
)
def test_misleading_alternate_names_do_not_come_first(gazetteer: Gazetteer, name: str, wrong: str) -> None:
    assert gazetteer.candidates(name)[0].place.name != wrong


def test_a_variant_is_worth_less_than_the_name(gazetteer: Gazetteer) -> None:
    exact, variant = gazetteer.candidates("Baghdad")[0], gazetteer.candidates("Bagdhad")[0]
    assert variant.place == exact.place
    assert variant.match is MatchKind.VARIANT
    assert variant.score < exact.score * 0.8


@pytest.mark.parametrize("name", ["Hosm", "Gzaa", "Xqzt"])
def test_short_names_are_never_guessed(gazetteer: Gazetteer, name: str) -> None:
    assert all(candidate.match is not MatchKind.VARIANT for candidate in gazetteer.candidates(name))


@pytest.mark.parametrize(("name", "wrong"), [("Surma", "PCLI"), ("Kibumba", "PCLI"), ("Farchana", "PPLA2")])
def test_likeness_to_a_name_in_some_language_makes_no_country(gazetteer: Gazetteer, name: str, wrong: str) -> None:
    assert wrong not in {candidate.place.feature_code for candidate in gazetteer.candidates(name)}


@pytest.mark.parametrize(
    ("name", "right"),
    [("Mogadisho", "SO"), ("Hodeidah", "YE"), ("Qamishly", "SY"), ("Deir ez-Zour", "SY"), ("Kyyiv", "UA")],
)
def test_misspelt_cities_are_still_met(gazetteer: Gazetteer, name: str, right: str) -> None:
    assert gazetteer.candidates(name)[0].place.country == right


def test_filters_keep_what_was_asked_for(gazetteer: Gazetteer) -> None:
    assert {c.place.country for c in gazetteer.candidates("Paris", country="us")} == {"US"}
    assert {c.place.feature_class for c in gazetteer.candidates("Lebanon", feature_classes={"P"})} == {"P"}
    assert gazetteer.candidates("Paris", near=(33.0, -95.0))[0].place.admin1_name == "Texas"
    assert len(gazetteer.candidates("San Jose", limit=3)) == 3


def test_a_point_in_the_wrong_order_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(CoordinateError, match="latitude"):
        gazetteer.candidates("Paris", near=(-95.0, 33.0))


@pytest.mark.parametrize(
    ("word", "country"),
    [("Iraqi", "IQ"), ("Syrians", "SY"), ("American", "US"), ("Ukrainian", "UA"), ("Swiss", "CH"), ("Houthi", None)],
)
def test_demonyms(gazetteer: Gazetteer, word: str, country: str | None) -> None:
    place = gazetteer.demonym(word)
    assert (None if place is None else place.country) == country


def test_containment_goes_by_codes(gazetteer: Gazetteer) -> None:
    erbil = gazetteer.place("geonames:95446")
    governorate = gazetteer.admin1("IQ", "11")
    iraq = gazetteer.country("iq")
    region = gazetteer.candidates("Kurdistan Region")[0].place
    assert governorate is not None
    assert iraq is not None
    assert gazetteer.within(erbil, governorate)
    assert gazetteer.within(erbil, iraq)
    assert gazetteer.within(erbil, "IQ")
    assert gazetteer.within(erbil, region)
    assert gazetteer.within(governorate, region)
    assert not gazetteer.within(gazetteer.candidates("Basra")[0].place, region)
    assert not gazetteer.within(iraq, erbil)
    assert gazetteer.within(gazetteer.candidates("Damascus")[0].place, gazetteer.candidates("Levant")[0].place)


def test_unknown_ids_and_codes_are_named_in_the_error(gazetteer: Gazetteer) -> None:
    with pytest.raises(InputError, match="geonames:1"):
        gazetteer.place("geonames:1")
    with pytest.raises(InputError, match="Iraq"):
        gazetteer.within(gazetteer.place("geonames:95446"), "Iraq")
    assert gazetteer.country("ZZ") is None
    assert gazetteer.admin1("IQ", "99") is None


@pytest.mark.parametrize("place_id", ["geonames:99237", "ourairports:ORER", "supplement:tower-22", "geonames:98182"])
def test_places_are_found_by_their_ids(gazetteer: Gazetteer, place_id: str) -> None:
    assert gazetteer.place(place_id).place_id == place_id


def test_scanning_helpers(gazetteer: Gazetteer) -> None:
    assert gazetteer.has_name(fold("New York"))
    assert gazetteer.has_prefix("new")
    assert gazetteer.has_prefix("deir ez")
    assert not gazetteer.has_name("deir ez")
    assert not gazetteer.has_prefix("qqqq")


@given(st.text(max_size=30))
def test_any_text_gives_candidates_or_none(text: str) -> None:
    for candidate in Gazetteer.open().candidates(text, limit=3):
        assert 0 <= candidate.score <= 1
        assert -90 <= candidate.place.latitude <= 90


def test_a_pickled_gazetteer_opens_the_same_files(gazetteer: Gazetteer) -> None:
    copy = pickle.loads(pickle.dumps(gazetteer))  # noqa: S301  our own bytes
    assert copy.info == gazetteer.info
    assert copy.candidates("Erbil") == gazetteer.candidates("Erbil")


def test_the_shipped_gazetteer_covers_the_world(gazetteer: Gazetteer) -> None:
    info = gazetteer.info
    assert info.populated_places >= 230_000
    assert info.countries >= 250
    assert info.admin1 >= 3_800
    assert info.admin2 >= 33_000
    assert info.airports >= 17_500
    assert info.supplement >= 300
    assert info.size_bytes < 30_000_000
    assert any("GeoNames" in line for line in info.attribution)
    assert all(source.licence for source in info.sources)
    gazetteer.check()
