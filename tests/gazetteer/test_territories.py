"""Places that tables file under another country, and namesakes that must not be taken for them."""

from __future__ import annotations

import numpy as np
import pytest

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.territories import geocode_filed


@pytest.mark.parametrize(
    ("name", "country", "admin1", "place", "code"),
    [
        ("Khan Younis town", "IL", "Gaza Strip", "Khan Younis", "PS"),
        ("Tulkarm town", "IL", "West Bank", "Tulkarm", "PS"),
        ("Nablus", "IL", None, "Nablus", "PS"),
        ("Gaza Strip", "IL", None, "Gaza Strip", "PS"),
        ("Laayoune", "MA", None, "Laayoune", "EH"),
        ("Kosovo", "RS", None, "Kosovo", "XK"),
        ("Taipei", "CN", None, "Taipei", "TW"),
        ("Hong Kong", "CN", None, "Hong Kong", "HK"),
        ("Simferopol", "RU", None, "Simferopol", "UA"),
        ("Sevastopol", "RU", "Crimea", "Sevastopol", "UA"),
        ("Nouméa", "FR", None, "Nouméa", "NC"),
        ("Saint-Denis", "FR", "Reunion", "Saint-Denis", "RE"),
        ("Ponce", "US", None, "Ponce", "PR"),
        ("San Juan", "US", "Puerto Rico", "San Juan", "PR"),
        ("Bor town", "SD", "Jonglei state", "Bor", "SS"),
    ],
)
def test_a_territory_is_searched(
    gazetteer: Gazetteer, name: str, country: str, admin1: str | None, place: str, code: str
) -> None:
    found = geocode_filed(name, gazetteer, country=country, admin1=admin1)
    assert (found.place, found.country) == (place, code)
    nation = gazetteer.country(country)
    assert nation is not None
    assert found.reason.endswith(f"; filed under {nation.name}")


@pytest.mark.parametrize(
    ("name", "country", "admin1", "code"),
    [
        # what fits in the country comes first
        ("Netanya town", "IL", "Central district", "IL"),
        ("San Juan", "US", None, "US"),
        ("Saint-Denis", "FR", None, "FR"),
        # a unit that nobody knows says nothing
        ("Paris", "FR", "Quatsch", "FR"),
        # a name that only the country's neighbours have, old rows without a unit, and namesakes outside the unit
        ("Kyiv", "RU", None, None),
        ("Amman", "IL", None, None),
        ("Juba", "SD", None, None),
        ("Netanya", "IL", "Gaza Strip", None),
        ("Springfield", "US", "Puerto Rico", None),
        # a similar spelling is no evidence
        ("Nablusa", "IL", None, None),
    ],
)
def test_no_other_country_is_given(
    gazetteer: Gazetteer, name: str, country: str, admin1: str | None, code: str | None
) -> None:
    found = geocode_filed(name, gazetteer, country=country, admin1=admin1)
    assert found.country == code
    assert "filed under" not in found.reason


def test_rows_of_tables_are_searched_so(gazetteer: Gazetteer) -> None:
    rows = gazetteer.resolve_rows(
        ["Beit Hanoun town", "Netanya"], countries=["Israel"] * 2, admin1s=["Gaza Strip", None]
    )
    assert [result.country for result in rows.results] == ["PS", "IL"]
    assert np.round(rows.latitude, 1).tolist() == [31.5, 32.3]
