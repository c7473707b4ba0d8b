"""Why a place was chosen, in words a reader can check against the text.

In: the features of the chosen candidate. Out: a sentence's worth of reasons, the strongest first.
"""

from __future__ import annotations

from collections.abc import Sequence

from geomap.model import Candidate, MatchKind, Place

__all__ = ["TELLING", "explain"]

TELLING = (
    "strong_container",
    "weak_container",
    "class_agrees",
    "admin1_named",
    "country_named",
    "nearness_150",
    "chosen_country_share",
    "population_gap",
)
"""The features that reasons are read from."""

_MATCH = {
    MatchKind.STRIPPED: "matched without its article or type word",
    MatchKind.GENERATED: "matched as the airport of the city",
    MatchKind.DEMONYM: "the country of the nationality",
    MatchKind.CODE: "matched by its code",
    MatchKind.VARIANT: "matched by a spelling variant",
}


def explain(candidates: tuple[Candidate, ...], best: int, values: Sequence[float]) -> str:
    """Say why a candidate was chosen.

    Parameters
    ----------
    candidates
        All candidates of the name.
    best
        The index of the chosen one.
    values
        Its features of ``TELLING``.
    """
    value = dict(zip(TELLING, values, strict=True))
    chosen = candidates[best].place
    reasons = _from_context(value, chosen)
    prominent = _from_prominence(candidates, best, largest=value["population_gap"] >= 0)
    if prominent:
        reasons.append(prominent)
    matched = _MATCH.get(candidates[best].match)
    if matched:
        reasons.append(matched)
    return "; ".join(reasons) if reasons else f"fits best among {len(candidates)} places of that name"


def _from_context(value: dict[str, float], chosen: Place) -> list[str]:
    reasons = []
    if value["strong_container"] > 0:
        reasons.append("in the unit named right after it")
    elif value["weak_container"] > 0:
        reasons.append("in the unit named beside it")
    if value["class_agrees"] > 0:
        reasons.append("of the kind the words beside it say")
    if value["admin1_named"] and chosen.admin1_name:
        reasons.append(f"{chosen.admin1_name} is named in the document")
    elif value["country_named"] and chosen.country_name:
        reasons.append(f"{chosen.country_name} is named in the document")
    if value["nearness_150"] > 0.3:
        reasons.append("close to other places of the document")
    elif value["chosen_country_share"] > 0.5 and not value["country_named"]:
        reasons.append("in the country of most other places")
    return reasons


def _from_prominence(candidates: tuple[Candidate, ...], best: int, *, largest: bool) -> str | None:
    if len(candidates) == 1:
        return "the only place of that name"
    if largest:
        return f"the largest of {len(candidates)} places of that name"
    return f"the best known of {len(candidates)} places of that name" if best == 0 else None
