"""The list of known actors and its matcher.

The lists are the project's own (``data/states.toml``, ``data/organisations.toml``): publicly available ones stand still
at 2013-15, know no Kataib Hezbollah and put "The Islamic Resistance" under Lebanon.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from geomap.actors.actor import Actor, ActorForm, ActorKind
from geomap.actors.phoenix import read_phoenix
from geomap.errors import InputError

__all__ = ["ActorList", "ActorMention"]

_DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"\w+")
_JOINS = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "-": " ", "‑": " ", "–": " ", "\n": " ", "\u00a0": " "})
# an all-capitals text (a wire headline, the MUC corpus) also matches names this long; shorter ones would meet acronyms
_MIN_UPPER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorMention:
    """A span that names an actor: ``text[start:end] == surface``, in code points."""

    start: int
    end: int
    surface: str
    actor: Actor
    form: ActorForm


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    key: str
    words: tuple[str, ...]
    actor: Actor
    form: ActorForm


class ActorList:
    """Known actors by name.

    Examples
    --------
    >>> actors = ActorList.load()
    >>> [m.actor.name for m in actors.find("Kataib Hezbollah and the Islamic Resistance in Iraq")]
    ['Kataib Hezbollah', 'Islamic Resistance in Iraq']
    >>> actors.get("CENTCOM").name
    'United States'
    """

    def __init__(self, entries: Iterator[tuple[str, Actor, ActorForm]]) -> None:
        self._by_first_word: dict[str, list[_Entry]] = {}
        self._by_key: dict[str, _Entry] = {}
        for alias, actor, form in entries:
            for spelling in _spell(alias):
                key = _normalise(spelling)
                words = tuple(_WORD.findall(key))
                entry = _Entry(key=key, words=words, actor=actor, form=form)
                if key not in self._by_key:
                    self._by_key[key] = entry
                    self._by_first_word.setdefault(words[0], []).append(entry)
        for found in self._by_first_word.values():
            found.sort(key=lambda e: len(e.key), reverse=True)

    @classmethod
    def load(cls, path: str | Path | None = None) -> ActorList:
        """Load the shipped list, with the entries of a user's file added.

        Parameters
        ----------
        path
            A TOML file in the form of the shipped ``organisations.toml``: tables ``armed_group``, ``party`` or
            ``body``, each ``"Name" = {country = "IQ", also = ["Other name"]}``; its names overrule shipped ones. Or a
            Phoenix dictionary of actors (``.txt``), which only adds names that the shipped list does not know. See
            docs/actors.md.

        Raises
        ------
        InputError
            If the file cannot be read or is not in that form.
        """
        return _load_shipped() if path is None else _load_with(Path(path))

    def find(self, text: str) -> list[ActorMention]:
        """Find the known actors of a text: longest names win, no two overlap, in order of the text."""
        plain = text.translate(_JOINS)
        found: list[ActorMention] = []
        until = 0
        for match in _WORD.finditer(plain):
            start = match.start()
            if start < until:
                continue
            for entry in self._by_first_word.get(match.group(), ()):
                end = start + len(entry.key)
                if plain[start:end] == entry.key and not (plain[end : end + 1].isalnum() and entry.key[-1].isalnum()):
                    found.append(
                        ActorMention(start=start, end=end, surface=text[start:end], actor=entry.actor, form=entry.form)
                    )
                    until = end
                    break
        return found

    def get(self, name: str) -> Actor | None:
        """Give the actor of exactly this name or alias, a leading "the" aside, or None."""
        key = _normalise(name)
        entry = self._by_key.get(key) or self._by_key.get(key.removeprefix("the ").removeprefix("The "))
        return entry.actor if entry else None

    def __len__(self) -> int:
        return len({e.actor.name for e in self._by_key.values()})


def _normalise(name: str) -> str:
    return name.translate(_JOINS).strip()


def _spell(alias: str) -> Iterator[str]:
    yield alias
    if len(alias) >= _MIN_UPPER:
        yield alias.upper()
    if alias[0].islower():
        yield alias[0].upper() + alias[1:]


@cache
def _load_shipped() -> ActorList:
    return ActorList(_read_shipped())


def _load_with(path: Path) -> ActorList:
    if path.suffix.lower() == ".txt":
        added = read_phoenix(path, known=_load_shipped().get, states=_read_codes())
        return ActorList(chain(_read_shipped(), added))
    return ActorList(chain(_read_organisations(path), _read_shipped()))


def _read_shipped() -> Iterator[tuple[str, Actor, ActorForm]]:
    yield from _read_organisations(_DATA / "organisations.toml")
    yield from _read_states(_DATA / "states.toml")


def _read_codes() -> dict[str, Actor]:
    """Give the states by their ISO 3166-1 alpha-3 codes."""
    return {
        entry["code3"]: _make_state(code, entry)
        for code, entry in _read_toml(_DATA / "states.toml").items()
        if "code3" in entry
    }


def _make_state(code: str, entry: dict[str, Any]) -> Actor:
    return Actor(name=entry["name"], kind=ActorKind.STATE, country=code if len(code) == 2 else None)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise InputError(
            f"{path}: the actor list cannot be read ({error.strerror}); give the path of a file"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: not a valid TOML file ({error}); correct it and run again") from error


def _read_organisations(path: Path) -> Iterator[tuple[str, Actor, ActorForm]]:
    for table, actors in _read_toml(path).items():
        if table not in {"armed_group", "party", "body"}:
            raise InputError(f"{path}: unknown table [{table}]; use [armed_group], [party] or [body]")
        if not isinstance(actors, dict):
            raise InputError(f"{path}: {table} must be a table of names, not {actors!r}")
        for name, entry in actors.items():
            if not isinstance(entry, dict) or entry.keys() - {"country", "also"}:
                raise InputError(f'{path}: "{name}" must be a table with no keys but country and also')
            actor = Actor(name=name, kind=ActorKind(table), country=entry.get("country"))
            for alias in (name, *entry.get("also", [])):
                if not isinstance(alias, str) or not _WORD.search(alias):
                    raise InputError(f'{path}: {alias!r}, a name of "{name}", must be a text with letters or digits')
                yield alias, actor, ActorForm.NAME


def _read_states(path: Path) -> Iterator[tuple[str, Actor, ActorForm]]:
    for code, entry in _read_toml(path).items():
        actor = _make_state(code, entry)
        for alias in (entry["name"], *entry.get("also", [])):
            yield alias, actor, ActorForm.NAME
        for alias in entry.get("forces", []):
            yield alias, actor, ActorForm.FORCE
        for alias in entry["nationality"]:
            yield alias, actor, ActorForm.NATIONALITY
        if "capital" in entry:
            yield entry["capital"], actor, ActorForm.CAPITAL
