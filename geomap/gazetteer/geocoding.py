"""Geocoding: names as people type them go in, one place or none for each comes out, with a reason in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from geomap.errors import InputError
from geomap.gazetteer.matching import measure_km
from geomap.gazetteer.query import Gazetteer
from geomap.model import Candidate, MatchKind, Place, PlacePrecision

__all__ = ["SIMILAR_SPELLING", "GeocodeResult", "find_country", "geocode", "geocode_name", "report_missing"]

# How far a kind of match is trusted when nothing else bears the name. Set by hand so that a gold list's wrong answers
# (tests/gold) lie below .6.
_TRUST = {
    MatchKind.EXACT: 0.97,
    MatchKind.FOLDED: 0.95,
    MatchKind.STRIPPED: 0.88,
    MatchKind.GENERATED: 0.92,
    MatchKind.DEMONYM: 0.9,
    MatchKind.CODE: 0.9,
    MatchKind.VARIANT: 0.7,
}
# Places of one name closer than this are one for the purposes of confidence: a city and its governorate.
_SAME_KM = 60.0
# How many radii from its point a place may lie and still be counted to an admin1 unit whose border may have moved.
_NEAR_UNIT = 1.1
_BRACKETED = re.compile(r"\s*\([^()]*\)\s*")
# How statistical tables shorten the names of countries.
_SHORTENED = {"rep.": "Republic", "dem.": "Democratic", "fed.": "Federated", "sts.": "States", "is.": "Islands"}
# A part of a country or unit, and the number of one of several villages of a name.
_DIRECTED = re.compile(
    r"^(?:(?:north|south)?(?:eastern|western)|northern|southern|central|rural)\s+(.+)$", re.IGNORECASE
)
_NUMBERED = re.compile(r"^(.+?)\s+(?:\d{1,2}|I{1,3}|IV)(\s+(?:village|town|locality|settlement))?$", re.IGNORECASE)
# A lead of this much over the next place of the name leaves no doubt.
_CLEAR_LEAD = 0.2
# How many candidates are looked at: a few to weigh the best against, many where what contains them decides.
_RIVALS = 4
_MANY = 50
SIMILAR_SPELLING = "a similar spelling"
"""How the reason begins of a result whose name is not in the gazetteer as it was written."""
_WORDS = {
    MatchKind.EXACT: "the name as written",
    MatchKind.FOLDED: "the name in another spelling",
    MatchKind.STRIPPED: "the name without its article or type word",
    MatchKind.GENERATED: "named after the town it serves",
    MatchKind.DEMONYM: "the country of a people",
    MatchKind.CODE: "an abbreviation or code",
    MatchKind.VARIANT: SIMILAR_SPELLING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GeocodeResult:
    """What a name was found to be; all but ``name``, ``confidence`` and ``reason`` are None where it was not found.

    ``place`` and ``admin1`` are names fit to print, ``country`` is the ISO 3166-1 alpha-2 code, coordinates are
    degrees.
    """

    name: str
    latitude: float | None
    longitude: float | None
    place: str | None
    country: str | None
    admin1: str | None
    feature_code: str | None
    place_precision: PlacePrecision | None
    confidence: float
    gazetteer_id: str | None
    reason: str


def geocode(
    names: Iterable[str],
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    admin1: str | None = None,
    near: tuple[float, float] | None = None,
    feature_classes: Collection[str] | None = None,
) -> list[GeocodeResult]:
    """Give one result for each name, in their order.

    Parameters
    ----------
    names
        The names as written, in any script; "Tikrit, Iraq" narrows the search to Iraq.
    gazetteer
        The open gazetteer.
    country
        ISO 3166-1 alpha-2 code or name of the country to search in.
    admin1
        Name or GeoNames code of the admin1 unit to prefer.
    near
        ``(latitude, longitude)`` in degrees to prefer places near.
    feature_classes
        GeoNames feature classes to keep, such as ``{"P"}``.

    Raises
    ------
    InputError
        The country is none that the gazetteer knows.

    Examples
    --------
    >>> [result] = geocode(["Erbil airport"], Gazetteer.open())
    >>> result.place, result.country, str(result.place_precision)
    ('Erbil International Airport', 'IQ', 'site')
    """
    code = None if country is None else find_country(gazetteer, country)
    if country is not None and code is None:
        raise InputError(
            f"country {country!r}: neither an ISO 3166-1 alpha-2 code nor a country's name that the gazetteer knows"
        )
    return [
        geocode_name(name, gazetteer, country=code, admin1=admin1, near=near, feature_classes=feature_classes)
        for name in names
    ]


def geocode_name(
    name: str,
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    admin1: str | None = None,
    near: tuple[float, float] | None = None,
    feature_classes: Collection[str] | None = None,
) -> GeocodeResult:
    """Give the result for one name; ``country`` is an ISO code. The other parameters are those of `geocode`."""
    text = " ".join(name.split())
    if not text:
        return report_missing(name, "the name is empty")
    limit = _RIVALS if admin1 is None else _MANY
    found: Sequence[Candidate] = gazetteer.candidates(
        text, country=country, near=near, feature_classes=feature_classes, limit=limit, variants=False
    )
    inside = ""
    if "," in text and (not found or found[0].match is MatchKind.STRIPPED or _is_country(found[0].place)):
        # in "Silverton, CO" the last word is Colorado and no county; "Georgia, USA" is no alias of the United States
        parts, inside = _search_parts(text, gazetteer, country=country, feature_classes=feature_classes)
        if parts and not (found and _is_country(parts[0].place)):
            found = parts
        else:
            inside = ""
    if not found and ("(" in text or "/" in text):
        found = _search_spellings(text, gazetteer, country=country, feature_classes=feature_classes, limit=limit)
    if not found:
        found = _search_wholes(text, gazetteer, country=country, feature_classes=feature_classes, limit=limit)
    if not found:
        found = gazetteer.candidates(text, country=country, near=near, feature_classes=feature_classes, limit=limit)
    if not found:
        where = f" in {country}" if country else ""
        return report_missing(name, f"no place of this name{where} in the gazetteer")
    if admin1 is not None:
        found, inside = _prefer_admin1(list(found), gazetteer, admin1)
        if not found:
            return report_missing(name, f"the places of this name all lie outside {admin1}")
    return _describe(name, found, inside)


def find_country(gazetteer: Gazetteer, text: str) -> str | None:
    """Give the ISO code of a country written as a code or a name, or None.

    The ways of statistical tables are read: "Yemen (North Yemen)", "Congo, Dem. Rep.", "Macedonia, FYR".
    """
    text = " ".join(text.split())
    if len(text) == 2 and gazetteer.country(text) is not None:
        return text.upper()
    for form in _list_country_forms(text):
        for candidate in gazetteer.candidates(form, feature_classes={"A"}, limit=3):
            if candidate.place.feature_code.startswith("PCL") and candidate.match is not MatchKind.VARIANT:
                return candidate.place.country
    head, mark, _ = text.partition(",")
    named = gazetteer.candidates(head, feature_classes={"A"}, variants=False) if mark else []
    codes = {candidate.place.country for candidate in named if candidate.place.feature_code.startswith("PCL")}
    return codes.pop() if len(codes) == 1 else None


def _list_country_forms(text: str) -> list[str]:
    """Give the ways to read a country's name, the likeliest first."""
    plain = _BRACKETED.sub(" ", text).strip()
    forms = [text.upper() if len(text) == 3 else text, plain]
    for form in (text, plain):
        long = " ".join(_SHORTENED.get(word.casefold(), word) for word in form.replace(",", " , ").split())
        head, mark, rest = (part.strip() for part in long.partition(","))
        if mark:
            forms += [f"{rest} {head}", f"{rest} of {head}", f"{rest} of the {head}"]
    return list(dict.fromkeys(form for form in forms if form))


def _search_parts(
    text: str, gazetteer: Gazetteer, *, country: str | None, feature_classes: Collection[str] | None
) -> tuple[Sequence[Candidate], str]:
    """Read "Tikrit, Iraq" or "Paris, Lamar County, Texas": what follows a comma contains what stands before it."""
    first, *rest = [part.strip() for part in text.split(",") if part.strip()]
    found: Sequence[Candidate] = []
    state = find_country(gazetteer, rest[-1]) if rest and country is None else None
    if state is not None:  # within its country a capital comes before a province of its name
        found = gazetteer.candidates(first, country=state, feature_classes=feature_classes, limit=_MANY, variants=False)
    if rest and not found:
        found = gazetteer.candidates(first, country=country, feature_classes=feature_classes, limit=_MANY)
    containers: list[Place] = []
    for part in rest:
        outer = [c.place for c in gazetteer.candidates(part, variants=False, limit=5) if c.place.feature_class == "A"]
        kept = [c for c in found if any(gazetteer.within(c.place, place) for place in outer)]
        if kept:
            found = kept
            containers.append(next(place for place in outer if gazetteer.within(kept[0].place, place)))
    return (found, ", ".join(place.name for place in containers)) if containers else ([], "")


def _search_wholes(
    text: str, gazetteer: Gazetteer, *, country: str | None, feature_classes: Collection[str] | None, limit: int
) -> Sequence[Candidate]:
    """Read "Northern Iraq" as the country or unit that it is a part of, and "Libi I village" as the village Libi."""
    directed, numbered = _DIRECTED.match(text), _NUMBERED.match(text)
    if directed is not None:
        found = gazetteer.candidates(directed[1], country=country, feature_classes={"A"}, limit=limit, variants=False)
        units = [c for c in found if c.place.feature_code.startswith(("PCL", "ADM1"))]
        return [c for c in units if feature_classes is None or c.place.feature_class in feature_classes]
    if numbered is not None:
        name = numbered[1] + (numbered[2] or "")
        return gazetteer.candidates(name, country=country, feature_classes=feature_classes, limit=limit, variants=False)
    return []


def _search_spellings(
    text: str, gazetteer: Gazetteer, *, country: str | None, feature_classes: Collection[str] | None, limit: int
) -> Sequence[Candidate]:
    """Read "Nad Ali district (Marja)" without its brackets, and "Tadmur/Palmyra town" as two spellings of one name."""
    for part in _BRACKETED.sub(" ", text).split("/"):
        found = gazetteer.candidates(
            part.strip(), country=country, feature_classes=feature_classes, limit=limit, variants=False
        )
        if found:
            return found
    return []


def _prefer_admin1(found: list[Candidate], gazetteer: Gazetteer, admin1: str) -> tuple[Sequence[Candidate], str]:
    """Keep the places of an admin1 unit, or near it, for borders move; all of them where the unit is not known."""
    units = [
        c.place
        for country in dict.fromkeys(c.place.country for c in found)
        for c in gazetteer.candidates(admin1, country=country, feature_classes={"A"}, limit=3)
        if c.place.feature_code in {"ADM1", "ADM2"}
    ]
    kept = [c for c in found if any(gazetteer.within(c.place, unit) for unit in units) or c.place.admin1 == admin1]
    if not kept and units:
        exact = [c for c in found if c.match is not MatchKind.VARIANT]
        kept = [c for c in exact if any(_distance(c.place, unit) <= _NEAR_UNIT * unit.radius_km for unit in units)]
    if not kept:
        return ([] if units else found), ""
    return kept, kept[0].place.admin1_name or admin1


def _describe(name: str, found: Sequence[Candidate], inside: str) -> GeocodeResult:
    best = found[0]
    place = best.place
    rivals = [c for c in found[1:] if _distance(c.place, place) > _SAME_KM]
    lead = best.score - rivals[0].score if rivals else _CLEAR_LEAD
    share = 0.55 + 0.45 * min(1.0, max(0.0, lead) / _CLEAR_LEAD)
    trust = _TRUST[best.match] * (min(1.0, best.score / 0.6) if best.match is MatchKind.VARIANT else 1.0)
    reason = _WORDS[best.match] + (f", in {inside}" if inside else "")
    if rivals:
        reason += f"; the next place of the name is {_label(rivals[0].place)}"
    return GeocodeResult(
        name=name,
        latitude=place.latitude,
        longitude=place.longitude,
        place=place.name,
        country=place.country,
        admin1=place.admin1_name,
        feature_code=place.feature_code,
        place_precision=place.precision,
        confidence=round(trust * share, 3),
        gazetteer_id=place.place_id,
        reason=reason,
    )


def _is_country(place: Place) -> bool:
    return place.feature_code.startswith("PCL")


def _label(place: Place) -> str:
    parts = [place.name, place.admin1_name, place.country_name]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _distance(one: Place, other: Place) -> float:
    return measure_km((one.latitude, one.longitude), (other.latitude, other.longitude))


def report_missing(name: str, reason: str) -> GeocodeResult:
    """Give the result of a name that was not found, with the reason in words."""
    return GeocodeResult(
        name=name,
        latitude=None,
        longitude=None,
        place=None,
        country=None,
        admin1=None,
        feature_code=None,
        place_precision=None,
        confidence=0.0,
        gazetteer_id=None,
        reason=reason,
    )
