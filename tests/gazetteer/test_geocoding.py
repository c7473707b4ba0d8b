from __future__ import annotations

import numpy as np
import pytest

from geomap.errors import InputError
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geocoding import find_country, geocode
from geomap.model import PlacePrecision


def test_the_names_of_the_first_demonstration(gazetteer: Gazetteer) -> None:
    names = ["Erbil airport", "Baghdad", "Syria", "Erbil International Airport", "أربيل", "Hewler"]
    results = geocode(names, gazetteer)
    assert [result.gazetteer_id for result in results] == [
        "ourairports:ORER",
        "geonames:98182",
        "geonames:163843",
        "ourairports:ORER",
        "geonames:95446",
        "geonames:95446",
    ]
    assert [result.place_precision for result in results] == [
        PlacePrecision.SITE,
        PlacePrecision.CITY,
        PlacePrecision.COUNTRY,
        PlacePrecision.SITE,
        PlacePrecision.CITY,
        PlacePrecision.CITY,
    ]
    assert all(result.confidence > 0.8 for result in results)


def test_a_name_that_is_not_found_keeps_its_row(gazetteer: Gazetteer) -> None:
    [result, empty] = geocode(["Zzyzxqwk", "  "], gazetteer)
    assert result.name == "Zzyzxqwk"
    assert (result.latitude, result.longitude, result.place, result.gazetteer_id) == (None, None, None, None)
    assert result.confidence == 0
    assert "no place" in result.reason
    assert "empty" in empty.reason


def test_what_follows_a_comma_contains_the_place(gazetteer: Gazetteer) -> None:
    [texas, ontario] = geocode(["Paris, Texas", "London, Ontario, Canada"], gazetteer)
    assert texas.admin1 == "Texas"
    assert "in Texas" in texas.reason
    assert (ontario.country, ontario.admin1) == ("CA", "Ontario")


def test_country_and_admin1_narrow_the_search(gazetteer: Gazetteer) -> None:
    [result] = geocode(["Tripoli"], gazetteer, country="Lebanon")
    assert result.country == "LB"
    [result] = geocode(["Victoria"], gazetteer, country="CA", admin1="British Columbia")
    assert result.admin1 == "British Columbia"
    with pytest.raises(InputError, match="Atlantis"):
        geocode(["Tripoli"], gazetteer, country="Atlantis")


def test_an_ambiguous_name_is_less_sure_and_names_its_rival(gazetteer: Gazetteer) -> None:
    [baghdad, springfield] = geocode(["Baghdad", "Springfield"], gazetteer)
    assert springfield.confidence < 0.75 < baghdad.confidence
    assert "next place of the name" in springfield.reason


@pytest.mark.parametrize(("text", "code"), [("iq", "IQ"), ("Iraq", "IQ"), ("DR Congo", "CD"), ("Paris", None)])
def test_countries_are_found_by_code_or_name(gazetteer: Gazetteer, text: str, code: str | None) -> None:
    assert find_country(gazetteer, text) == code


def test_rows_are_resolved_once_and_counted(gazetteer: Gazetteer) -> None:
    names = ["Homs", "Homs", "Zzyzxqwk", "", "Tripoli", "Tripoli", "Homs"]
    countries = ["Syria", "Syria", "Syria", "Syria", "LB", "Libya", "Atlantis"]
    rows = gazetteer.resolve_rows(names, countries=countries)
    assert [result.country for result in rows.results] == ["SY", "SY", None, None, "LB", "LY", None]
    assert rows.results[0] is rows.results[1]
    assert np.isnan(rows.latitude).tolist() == [False, False, True, True, False, False, True]
    assert rows.matched == 4
    assert rows.unmatched == {"Homs": 1, "Zzyzxqwk": 1, "": 1}


def test_columns_of_different_lengths_are_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(InputError, match="length"):
        gazetteer.resolve_rows(["Homs"], countries=["SY", "SY"])


@pytest.mark.parametrize(
    ("name", "admin1"),
    [("Silverton, CO", "Colorado"), ("Portland, ME", "Maine"), ("Cook Co., Ill.", "Illinois"), ("Homs, Syria", "Homs")],
)
def test_the_last_word_after_a_comma_is_no_type_word(gazetteer: Gazetteer, name: str, admin1: str) -> None:
    [result] = geocode([name], gazetteer)
    assert result.admin1 == admin1


@pytest.mark.parametrize(
    ("name", "code", "feature"),
    [
        ("N.Korea", "KP", "PCL"),
        ("E. Timor", "TL", "PCL"),
        ("Czech Rep.", "CZ", "PCL"),
        ("W. Sahara", "EH", "TERR"),
        ("Marshall Is.", "MH", "PCL"),
        ("S. Carolina", "US", "ADM1"),
        ("S.Sudan", "SS", "PCL"),
    ],
)
def test_words_that_are_shortened_with_a_dot_are_written_out(
    gazetteer: Gazetteer, name: str, code: str, feature: str
) -> None:
    [result] = geocode([name], gazetteer)
    assert (result.country, (result.feature_code or "")[: len(feature)]) == (code, feature)


def test_an_airport_is_known_by_its_code_where_airport_is_said(gazetteer: Gazetteer) -> None:
    [heathrow, gaulle, lower] = geocode(["LHR airport", "CDG Airport", "cdg airport"], gazetteer)
    assert (heathrow.country, heathrow.feature_code) == ("GB", "AIRP")
    assert (gaulle.country, gaulle.feature_code) == ("FR", "AIRP")
    assert lower.reason != gaulle.reason


@pytest.mark.parametrize(
    ("name", "country", "feature"),
    [("Georgia, USA", "US", "ADM1"), ("Bahamas, The", "BS", "PCL"), ("Virgin Islands, U.S.", "VI", "PCL")],
)
def test_a_part_of_a_country_is_not_the_country(gazetteer: Gazetteer, name: str, country: str, feature: str) -> None:
    [result] = geocode([name], gazetteer)
    assert (result.country, (result.feature_code or "")[: len(feature)]) == (country, feature)


def test_a_seat_comes_first_where_only_the_unit_has_its_article(gazetteer: Gazetteer) -> None:
    [khartoum] = geocode(["الخرطوم"], gazetteer)
    assert (khartoum.country, khartoum.feature_code) == ("SD", "PPLC")
