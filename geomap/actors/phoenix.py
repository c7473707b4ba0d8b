"""Actor dictionaries in the Phoenix form, as TABARI, PETRARCH and their successors read them.

In: a text file. Out: names with the actor they stand for. The form, after the dictionaries' own documentation: a name
in capitals with underscores for spaces, synonyms below it on lines that begin with ``+``, and codes in brackets, behind
the name or on lines of their own, each with an optional ``>date``, ``<date`` or ``date-date`` (YYMMDD or YYYYMMDD).
``#`` and ``;`` open a comment. A code is a country (ISO 3166-1 alpha-3) or a kind of body, then roles of three letters
(CAMEO, chapter 3: actors): ``AFGMIL``, ``COLREB``, ``IGOUNO``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from logging import getLogger
from pathlib import Path

from geomap.actors.actor import Actor, ActorForm, ActorKind
from geomap.errors import InputError

__all__ = ["PhoenixEntry", "parse_phoenix", "read_phoenix"]

_logger = getLogger("geomap")

_MARKUP = re.compile(r"<!--.*?-->", re.DOTALL)
_CODE = re.compile(
    r"\[\s*(?P<code>[A-Z]{3}[A-Z0-9]*|---)\s*(?P<dates>[<>]\s*\d{6,8}|\d{6,8}\s*-\s*\d{6,8})?\s*\]", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_][^a-z\[\]{}]*|\d[^a-z\[\]{}]*[A-Z][^a-z\[\]{}]*")
_ACRONYM = re.compile(r"_*\(([A-Z][A-Z0-9-]{2,6})\)_*")
_INNER = frozenset(
    "of the and for in on to de la las los del des du el al ad an ar as ash at bin e i ul ud un y".split()
)
_ARMED = frozenset({"REB", "SEP", "INS", "UAF", "RAD", "CRM", "IMG"})
_PARTIES = frozenset({"PTY", "OPP"})
_ORGANS = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
# people once in office: geomap names a person by the person's own name
_PEOPLE = frozenset({"ELI"})
# one short word in capitals is an acronym, and its lower-case form may be any word
_ACRONYM_LETTERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoenixEntry:
    """Names for one actor as the dictionary spells them, the main one first, and the code that holds to this day."""

    names: tuple[str, ...]
    code: str


def parse_phoenix(text: str, name: str) -> list[PhoenixEntry]:
    r"""Parse the text of a dictionary; ``name`` is what messages call it.

    Of several codes the one without an end holds (``>date``), else the one without dates; an entry whose every code
    has ended, or whose code is ``---``, is left out. Lines that are not of the form are named in a warning.

    Raises
    ------
    InputError
        If no line of the text is of the form.

    Examples
    --------
    >>> entry = parse_phoenix("RIVER_FRONT_ [COLREB]\n+FRENTE_DEL_RIO_", "mine.txt")[0]
    >>> entry.names, entry.code
    (('RIVER_FRONT_', 'FRENTE_DEL_RIO_'), 'COLREB')
    """
    found: list[tuple[list[str], list[re.Match[str]]]] = []
    bad: list[str] = []
    # a comment of several lines leaves its line ends behind, so that numbers in messages stay right
    text = _MARKUP.sub(lambda m: "\n" * m.group().count("\n"), text)
    for number, line in enumerate(text.splitlines(), start=1):
        content = re.split(r"[#;]", line, maxsplit=1)[0].strip()
        if not content:
            continue
        codes = list(_CODE.finditer(content))
        spelled = _CODE.sub("", content).strip()
        is_synonym = spelled.startswith("+")
        spelled = spelled.removeprefix("+").strip()
        if (spelled and not _NAME.fullmatch(spelled)) or (not found and (is_synonym or not spelled)):
            bad.append(f"line {number}: {content[:60]!r}")
            continue
        if spelled and not is_synonym:
            found.append(([], []))
        if spelled:
            found[-1][0].append(spelled)
        found[-1][1].extend(codes)
    entries = [PhoenixEntry(names=tuple(names), code=code) for names, codes in found if (code := _current(codes))]
    if not entries:
        raise InputError(
            f"{name}: no entry in the Phoenix form, such as NAME_ [COLREB]; a list in TOML must be named .toml"
        )
    if bad:
        _logger.warning(
            "%s: %d lines are not in the Phoenix form and are left out: %s", name, len(bad), "; ".join(bad[:3])
        )
    return entries


def _current(codes: list[re.Match[str]]) -> str | None:
    open_ended = [c for c in codes if (c["dates"] or "").startswith(">")]
    undated = [c for c in codes if not c["dates"]]
    holding = open_ended or undated
    return None if not holding or holding[-1]["code"] == "---" else holding[-1]["code"].upper()


def read_phoenix(
    path: Path, *, known: Callable[[str], Actor | None], states: Mapping[str, Actor]
) -> Iterator[tuple[str, Actor, ActorForm]]:
    """Read a dictionary as names with their actors.

    Parameters
    ----------
    known
        Gives the actor that a name already stands for: new names join it.
    states
        States by ISO 3166-1 alpha-3 code.

    Raises
    ------
    InputError
        If the file cannot be read or holds no entry.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"{path}: the actor list cannot be read ({error.strerror}); give the path of a file"
        ) from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        # the older dictionaries are in Latin-1, which decodes any bytes
        text = data.decode("latin-1")
    for entry in parse_phoenix(text, str(path)):
        yield from _name(entry, known, states)


def _name(
    entry: PhoenixEntry, known: Callable[[str], Actor | None], states: Mapping[str, Actor]
) -> Iterator[tuple[str, Actor, ActorForm]]:
    spellings = [s for name in entry.names for s in _spell(name, known)]
    if not spellings:
        return
    state = states.get(entry.code[:3])
    roles = [entry.code[i : i + 3] for i in range(3, len(entry.code), 3)]
    if state is not None and not roles:
        for spelling in spellings:
            # a country's list also holds its towns: such a name speaks for the state only where a capital would
            own = state.name.lower() in spelling.lower()
            yield spelling, state, ActorForm.NAME if own else ActorForm.CAPITAL
        return
    role = roles[0] if roles else ""
    if role in _PEOPLE:
        return
    if state is not None and role in _ORGANS:
        yield from ((spelling, state, ActorForm.FORCE) for spelling in spellings)
        return
    kind = ActorKind.BODY
    if _ARMED & {role, entry.code[:3]}:
        kind = ActorKind.ARMED_GROUP
    elif role in _PARTIES:
        kind = ActorKind.PARTY
    country = state.country if state else None
    actor = known(spellings[0])
    # "National Liberation Army" is Colombia's to us: another country's is another
    if actor is None or (actor.country and country and actor.country != country):
        actor = Actor(name=_capitalise(spellings[0]), kind=kind, country=country)
    yield from ((spelling, actor, ActorForm.NAME) for spelling in spellings)


def _spell(name: str, known: Callable[[str], Actor | None]) -> Iterator[str]:
    """Spell a name of a dictionary as news does: ``RIVER_FRONT_(RFX)_`` is "River Front" and "RFX"."""
    acronym = _ACRONYM.search(name)
    plain = " ".join(_ACRONYM.sub("_", name).replace("_", " ").split())
    if len(plain) > 2 and not set(plain) & set("(),+") and re.search(r"[A-Z]", plain):
        yield plain if plain.isalpha() and len(plain) <= _ACRONYM_LETTERS else _lower(plain)
    if acronym is not None:
        known_actor = known(acronym[1].capitalize())
        # "NATIONAL_LIBERATION_ARMY_(BOLIVIA)_" has a country there, not an acronym
        if known_actor is None or known_actor.kind is not ActorKind.STATE:
            yield acronym[1]


def _lower(name: str) -> str:
    words = re.split(r"([ -])", name)
    return "".join(_lower_word(word, first=i == 0) for i, word in enumerate(words))


def _lower_word(word: str, *, first: bool) -> str:
    if word.lower() in _INNER and (not first or word.lower() == "al"):
        return word.lower()
    # no word is without a vowel: "MS" and "PKK" stay as they are
    return word.capitalize() if re.search(r"[AEIOUY]", word) else word


def _capitalise(name: str) -> str:
    return name[0].upper() + name[1:]
