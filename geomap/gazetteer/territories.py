"""Places that tables file under another country than the gazetteer: Gaza under Israel, Laayoune under Morocco.

In: a name, with the country and perhaps the unit that a row gives. Out: the place in that country or, where nothing
there fits, in a territory that tables count to it; the result then bears the territory's own code and says so. No claim
is made whose a territory is: the codes are those of ISO 3166-1 and of GeoNames.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from geomap.gazetteer.geocoding import SIMILAR_SPELLING, GeocodeResult, geocode_name, report_missing
from geomap.gazetteer.query import Gazetteer
from geomap.model import Place

__all__ = ["geocode_filed"]

_TERRITORIES: Mapping[str, str] = {
    "AU": "CX CC NF HM",
    "CN": "HK MO TW",
    "DK": "FO GL",
    "FI": "AX",
    "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "GB": "AI BM FK GG GI GS IM IO JE KY MS PN SH TC VG",
    "IL": "PS",
    "MA": "EH",
    "NL": "AW BQ CW SX",
    "NO": "BV SJ",
    "NZ": "CK NU TK",
    "RS": "XK",
    "RU": "UA/Crimea UA/Sevastopol",
    "SD": "SS",
    "US": "AS GU MP PR UM VI",
}
"""The territories that tables count to a country, by code; behind a slash the one unit of the code that is meant."""

_SPLIT_OFF = frozenset({"SS"})
"""Countries of their own that old rows alone count to another: believed only where the row's unit lies there, too."""

_LESS_SURE = 0.9


def geocode_filed(
    name: str,
    gazetteer: Gazetteer,
    *,
    country: str | None,
    admin1: str | None = None,
    feature_classes: Collection[str] | None = None,
) -> GeocodeResult:
    """Give the result for a name in a country as tables file it; the parameters are those of `geocode_name`.

    A territory is searched where the country holds no such name: similar spellings are no evidence there, and a name
    that two territories have is none either. Where the row's unit is one of the territory's and none of the country's,
    the territory alone is searched.

    Examples
    --------
    >>> gazetteer = Gazetteer.open()
    >>> found = geocode_filed("Beit Hanoun", gazetteer, country="IL", admin1="Gaza Strip")
    >>> found.country, found.reason
    ('PS', 'the name as written, in Gaza Strip; filed under Israel')
    """
    own = geocode_name(name, gazetteer, country=country, admin1=admin1, feature_classes=feature_classes)
    if country is None or country not in _TERRITORIES or not name.strip():
        return own
    fits = own.latitude is not None and not own.reason.startswith(SIMILAR_SPELLING)
    if fits and admin1 is None:
        return own
    if admin1 is not None and _find_unit(admin1, country, gazetteer) is not None:
        return own
    entries = [entry.partition("/")[::2] for entry in _TERRITORIES[country].split()]
    units = {code: None if admin1 is None else _find_unit(admin1, code, gazetteer) for code, _ in entries}
    told = any(unit is not None for unit in units.values())
    if fits and not told:
        return own
    found = []
    for code, part in entries:
        unit = units[code]
        if unit is None and (told or code in _SPLIT_OFF):
            continue
        inside = part or (None if unit is None or unit.feature_code.startswith("PCL") else admin1)
        result = geocode_name(name, gazetteer, country=code, admin1=inside, feature_classes=feature_classes)
        if result.latitude is not None and (told or not result.reason.startswith(SIMILAR_SPELLING)):
            found.append(result)
    return _choose(own, found, country, admin1 if told else None, gazetteer)


def _choose(
    own: GeocodeResult, found: Sequence[GeocodeResult], country: str, unit: str | None, gazetteer: Gazetteer
) -> GeocodeResult:
    """Choose the one place that the territories have; a namesake outside the unit that the row names is none."""
    if len({result.gazetteer_id for result in found}) != 1:
        return own if unit is None else report_missing(own.name, f"no place of this name in {unit} in the gazetteer")
    nation = gazetteer.country(country)
    return replace(
        found[0],
        confidence=round(found[0].confidence * _LESS_SURE, 3),
        reason=f"{found[0].reason}; filed under {nation.name if nation is not None else country}",
    )


def _find_unit(admin1: str, country: str, gazetteer: Gazetteer) -> Place | None:
    """Find the unit of a country, or the country itself, that a name is one of."""
    found = gazetteer.candidates(admin1, country=country, feature_classes={"A"}, variants=False, limit=1)
    return found[0].place if found else None
