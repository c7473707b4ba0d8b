"""Type words in place names: a folded name goes in, its base and what kind of place it asks for come out."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["TypedName", "spell_out", "split_type", "strip_type_word"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedName:
    """A name parted from its type word: ``erbil province`` is ``erbil`` with the feature codes of provinces."""

    base: str
    codes: tuple[str, ...]

    @property
    def is_loose(self) -> bool:
        """Whether places of other types serve where there is none of the type asked for.

        A "town" may be a district; an airport is no town.
        """
        return self.codes[0].startswith(("ADM", "PPL"))


_FIRST = ("ADM1", "RGN", "ADM2")
_SECOND = ("ADM2", "ADM3", "ADM1", "ADM4")
_TOWN = ("PPL",)
_AIRPORTS = ("AIRP", "AIRB", "AIRF")
_COUNTRY = ("PCL",)
_MOUNTAIN = ("MT", "MTS", "HLL", "PK")

# Words that follow a name, as English news and the usual romanisations write them; and what they ask for.
_AFTER = {
    "governorate": _FIRST, "province": _FIRST, "oblast": _FIRST, "state": _FIRST, "region": _FIRST, "muhafazah": _FIRST,
    "muhafazat": _FIRST, "vilayet": _FIRST, "wilaya": _FIRST, "ili": _FIRST, "krai": _FIRST, "republic": ("PCL",
    "ADM1"),
    "voivodeship": _FIRST, "prefecture": ("ADM1", "ADM2"), "department": ("ADM1", "ADM2"), "canton": ("ADM1", "ADM2"),
    "ostan": _FIRST, "emirate": _FIRST, "territory": ("ADM1", "RGN"), "division": ("ADM1", "ADM2"), "zone": ("ADM2",
    "ADM1"),
    "district": _SECOND, "county": _SECOND, "raion": _SECOND, "rayon": _SECOND, "municipality": ("ADM2", "ADM1",
    "ADM3", "PPL"),
    "subdistrict": _SECOND, "sub district": _SECOND, "commune": _SECOND, "borough": ("ADM2", "PPL"), "woreda": _SECOND,
    "co": _SECOND, "dist": _SECOND, "prov": _FIRST, "gov": _FIRST, "lga": _SECOND, "parish": ("ADM2", "ADM1"),
    "tehsil": _SECOND, "upazila": _SECOND, "regency": _SECOND, "sub prefecture": _SECOND, "subprefecture": _SECOND,
    "town": _TOWN, "city": _TOWN, "village": _TOWN, "villages": _TOWN, "hamlet": _TOWN, "settlement": _TOWN,
    "township": ("PPL", "ADM3", "ADM2"), "neighborhood": ("PPL",), "neighbourhood": ("PPL",), "quarter": ("PPL",),
    "locality": _TOWN, "location": _TOWN, "ward": ("PPL", "ADM"), "agency": _SECOND,
    "administrative district": _SECOND, "cercle": _SECOND, "departement": _SECOND,
    "arrondissement": _SECOND, "mountain": _MOUNTAIN, "mountains": _MOUNTAIN, "hills": _MOUNTAIN,
    "volcano": ("VLC", *_MOUNTAIN),
    "military camp": ("AIRB", "INSM"), "military base": ("AIRB", "INSM"), "base": ("AIRB", "INSM"),
    "suburb": ("PPL",), "area": ("PPL", "ADM2", "ADM1"), "refugee camp": ("CMPRF", "PPL"), "camp": ("CMPRF", "PPL",
    "AIRB"),
    "airport": _AIRPORTS, "international airport": _AIRPORTS, "airbase": _AIRPORTS, "air base": _AIRPORTS,
    "airfield": _AIRPORTS, "military airport": _AIRPORTS, "island": ("ISL", "ADM1", "PCL"), "islands": ("ISLS",
    "PCL", "ADM1"),
}  # fmt: skip
# Words that stand before a name; what follows a name in English may stand before it with "of" too.
_BEFORE = {
    "province of": _FIRST, "state of": ("PCL", "ADM1"), "governorate of": _FIRST, "region of": _FIRST,
    "district of": _SECOND,
    "county of": _SECOND, "city of": _TOWN, "town of": _TOWN, "village of": _TOWN, "republic of": _COUNTRY,
    "kingdom of": _COUNTRY, "island of": ("ISL", "ADM1", "PCL"), "municipality of": ("ADM2", "PPL"),
    "muhafazat": _FIRST,
    "oblast": _FIRST, "provincia de": _FIRST, "departamento de": _FIRST, "estado de": _FIRST, "wilayat": _FIRST,
    "ostan e": _FIRST, "county": _SECOND, "qada": _SECOND, "qadaa": _SECOND, "محافظه": _FIRST, "مدينه": _TOWN,
    "مطار": _AIRPORTS, "استان": _FIRST,
    "quartier": ("PPL",), "village": _TOWN, "kampong": _TOWN, "poselok": _TOWN,
}  # fmt: skip
_BEFORE |= {f"{word} of": codes for word, codes in _AFTER.items() if f"{word} of" not in _BEFORE and len(word) > 4}
_ADMIN_WORDS = frozenset(word for word, codes in (_AFTER | _BEFORE).items() if codes[0].startswith(("ADM", "PCL")))
_LONGEST = 3


# Words that headlines and tables shorten with a dot, where they stand in names.
_SHORTENED = {
    "n": "North", "s": "South", "e": "East", "w": "West", "rep": "Republic", "dem": "Democratic", "is": "Islands",
    "isl": "Island", "terr": "Territory", "fed": "Federated", "pen": "Peninsula",
}  # fmt: skip
_SHORT = re.compile(rf"\b({'|'.join(_SHORTENED)})\.\s*(?=\w|$)", re.IGNORECASE)


def spell_out(name: str) -> str:
    """Write out the words of a name that are shortened with a dot.

    Examples
    --------
    >>> spell_out("S.Korea"), spell_out("Czech Rep."), spell_out("St. Louis")
    ('South Korea', 'Czech Republic', 'St. Louis')
    """
    if "." not in name:
        return name
    return _SHORT.sub(lambda found: f"{_SHORTENED[found[1].lower()]} ", name).strip()


def split_type(key: str) -> TypedName | None:
    """Part a folded name from its type word, or None where it has none.

    Examples
    --------
    >>> split_type("erbil province").base, split_type("gulf of aden")
    ('erbil', None)
    """
    words = key.split(" ")
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        after = _AFTER.get(" ".join(words[-length:]))
        if after:
            return TypedName(base=" ".join(words[:-length]), codes=after)
        before = _BEFORE.get(" ".join(words[:length]))
        if before:
            return TypedName(base=" ".join(words[length:]), codes=before)
    return None


def strip_type_word(key: str) -> str | None:
    """Take the type word off an administrative unit's folded name, or None where it has none.

    Examples
    --------
    >>> strip_type_word("idlib governorate"), strip_type_word("harasta town")
    ('idlib', None)
    """
    words = key.split(" ")
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        if " ".join(words[-length:]) in _ADMIN_WORDS:
            return " ".join(words[:-length])
        if " ".join(words[:length]) in _ADMIN_WORDS:
            return " ".join(words[length:])
    return None
