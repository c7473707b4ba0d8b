"""Abbreviated place names of news: US states in the press style and as postal codes, Canadian provinces.

In: a token and what stands beside it. Out: the full name, or None. The press forms are those newspapers print in
datelines and after towns ("Peoria, Ill."); postal codes count after a comma only: "OR", "IN" and "ME" are words.
"""

from __future__ import annotations

__all__ = ["expand_abbreviation"]

_PRESS = {
    "Ala": "Alabama", "Ariz": "Arizona", "Ark": "Arkansas", "Calif": "California", "Colo": "Colorado",
    "Conn": "Connecticut", "Del": "Delaware", "Fla": "Florida", "Ga": "Georgia", "Ill": "Illinois", "Ind": "Indiana",
    "Kan": "Kansas", "Ky": "Kentucky", "La": "Louisiana", "Mass": "Massachusetts", "Md": "Maryland",
    "Mich": "Michigan", "Minn": "Minnesota", "Miss": "Mississippi", "Mo": "Missouri", "Mont": "Montana",
    "Neb": "Nebraska", "Nev": "Nevada", "Okla": "Oklahoma", "Ore": "Oregon", "Pa": "Pennsylvania",
    "Tenn": "Tennessee", "Tex": "Texas", "Va": "Virginia", "Vt": "Vermont", "Wash": "Washington",
    "Wis": "Wisconsin", "Wyo": "Wyoming", "Ont": "Ontario", "Alta": "Alberta", "Sask": "Saskatchewan",
    "Man": "Manitoba", "Que": "Quebec", "N.H": "New Hampshire", "N.J": "New Jersey", "N.M": "New Mexico",
    "N.Y": "New York", "N.C": "North Carolina", "N.D": "North Dakota", "R.I": "Rhode Island", "S.C": "South Carolina",
    "S.D": "South Dakota", "W.Va": "West Virginia", "D.C": "District of Columbia", "B.C": "British Columbia",
    "N.S": "Nova Scotia", "N.B": "New Brunswick", "P.E.I": "Prince Edward Island",
}  # fmt: skip

_POSTAL = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky",
    "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota",
    "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire",
    "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota",
    "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah", "VT": "Vermont",
    "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
    "ON": "Ontario", "BC": "British Columbia", "AB": "Alberta", "QC": "Quebec", "MB": "Manitoba",
    "SK": "Saskatchewan", "NS": "Nova Scotia", "NSW": "New South Wales",
}  # fmt: skip

_NEEDS_COMMA = frozenset(
    {"Miss", "Wash", "Man", "Mo", "Pa", "Ga", "La", "Md", "Del", "Ind", "Mass", "Ill", "Ore", "Va"}
)
"""Press forms that are also words, titles or initials, and so need the comma that stands after a town."""


def expand_abbreviation(word: str, *, after_comma: bool, final_stop: bool = False) -> str | None:
    """Give the full name of an abbreviated state or province, or None where the word is none.

    Parameters
    ----------
    word
        The token, with its full stop if the tokenizer left it on.
    after_comma
        Whether a comma stands right before it.
    final_stop
        Whether the next token is the full stop.

    Examples
    --------
    >>> expand_abbreviation("Ill.", after_comma=True)
    'Illinois'
    >>> expand_abbreviation("OR", after_comma=False) is None
    True
    """
    stem = word.rstrip(".")
    if after_comma and word in _POSTAL:
        return _POSTAL[word]
    full = _PRESS.get(stem) or _PRESS.get(stem.replace(". ", "."))
    if full is None or not (word.endswith(".") or final_stop or (after_comma and len(stem) > 3)):
        return None
    return None if stem in _NEEDS_COMMA and not after_comma else full
