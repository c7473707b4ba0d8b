"""Read a corrections file, TOML or CSV, and check every entry of it before anything is changed.

TOML holds a table array a kind: ``[[place]]``, ``[[mention]]``, ``[[actor]]``, ``[[edit]]``, ``[[merge]]``,
``[[add]]``, ``[[drop]]``, ``[[confirm]]``. CSV holds a row a correction, its kind in the column ``action``; a row
without one is left alone, so that a worksheet of all events can be filled in where there is something to say. All
mistakes of a file are told at once.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from geomap.corrections.fields import EDITABLE, read_fields
from geomap.corrections.rules import (
    Action,
    ActorRule,
    Added,
    Confirmed,
    Correction,
    Corrections,
    Dropped,
    Edited,
    EventKey,
    MentionRule,
    Merged,
    PlaceRule,
)
from geomap.corrections.targets import read_target
from geomap.errors import InputError
from geomap.export.escapes import restore_formula
from geomap.reading.decoding import decode

__all__ = ["CSV_COLUMNS", "read_corrections"]

CSV_COLUMNS = (
    "action", "event", "quote", "source", "name", "to", "field", "value", "note", "place", "country", "precision",
    "radius_km", "into",
)  # fmt: skip
"""The columns of a corrections table that are read; others may stand beside them."""

_KEY_WORDS = {"event": "event_id", "quote": "quote", "source": "source", "type": "event_type", "title": "title"}
_REMEDY = "see docs/corrections.md"
_BUCKETS = {
    PlaceRule: "places",
    MentionRule: "mentions",
    ActorRule: "actors",
    Edited: "edits",
    Merged: "merges",
    Added: "additions",
    Dropped: "drops",
    Confirmed: "confirmations",
}


def read_corrections(path: str | Path) -> Corrections:
    r"""Read the corrections of a file.

    Parameters
    ----------
    path
        A ``.toml`` file, or a ``.csv`` or ``.tsv`` table.

    Raises
    ------
    InputError
        If the file cannot be read or holds a mistake; the message names the file and every entry that is wrong.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "corrections.toml")
    ...     _ = file.write_text('[[drop]]\nquote = "vowed retaliation"')
    ...     str(read_corrections(file).drops[0].key)
    '“vowed retaliation”'
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name a file of corrections") from error
    kinds = {".toml": _entries_of_toml, ".csv": _entries_of_csv, ".tsv": _entries_of_csv}
    entries = kinds.get(path.suffix.lower())
    if entries is None:
        raise InputError(f"{path}: corrections are read from .toml, .csv and .tsv files; {_REMEDY}")
    found: dict[str, list[Correction]] = {}
    mistakes = []
    for where, action, entry in entries(path, data):
        try:
            correction = _READERS[_read_action(action)](where, entry)
        except InputError as error:
            mistakes.append(f"{where}: {error}")
        else:
            found.setdefault(_BUCKETS[type(correction)], []).append(correction)
    if mistakes:
        shown = "; ".join(mistakes[:5]) + (f"; and {len(mistakes) - 5} more" if len(mistakes) > 5 else "")
        raise InputError(f"{path}: {shown}; nothing was corrected; {_REMEDY}")
    return Corrections(source=path.name, **{name: tuple(several) for name, several in found.items()})  # type: ignore[arg-type]


def _read_action(action: str) -> Action:
    if action not in set(Action):
        raise InputError(f"the action {action!r} is unknown; choose one of {', '.join(Action)}")
    return Action(action)


def _entries_of_toml(path: Path, data: bytes) -> Iterator[tuple[str, str, dict[str, Any]]]:
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not a TOML file ({error}); {_REMEDY}") from error
    for action, entries in table.items():
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            raise InputError(f"{path}: {action!r} is no list of entries; write [[{action}]] above each; {_REMEDY}")
        yield from ((f"{action} {number}", action, entry) for number, entry in enumerate(entries, start=1))


def _entries_of_csv(path: Path, data: bytes) -> Iterator[tuple[str, str, dict[str, Any]]]:
    text = decode(data, str(path))
    first = text.splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    if "action" not in (rows.fieldnames or ()):
        raise InputError(f"{path}: no column 'action'; it has {', '.join(rows.fieldnames or ()) or 'no columns'}")
    for row in rows:
        told = {k: restore_formula(v).strip() for k, v in row.items() if k in CSV_COLUMNS and isinstance(v, str)}
        cells = {k: v for k, v in told.items() if v}
        action = cells.pop("action", "").lower()
        if action:
            yield f"line {rows.line_num}", action, _shape_row(action, cells)


def _shape_row(action: str, cells: dict[str, str]) -> dict[str, Any]:
    """Turn a row of a table into what the same entry is in TOML."""
    entry: dict[str, Any] = {k: cells[k] for k in ("event", "quote", "source", "name", "note") if k in cells}
    beside = {k: v for k, v in (("name", "place"), ("country", "country"), ("precision", "precision")) if v in cells}
    place: dict[str, Any] = {k: cells[v] for k, v in beside.items()}
    if "radius_km" in cells:
        try:
            place["radius_km"] = float(cells["radius_km"])
        except ValueError:
            place["radius_km"] = cells["radius_km"]
    if "to" in cells:
        entry["to"] = cells["to"]
    if place:
        entry["place"] = place
    if action == Action.MERGE:
        keys = {k: entry.pop(k) for k in ("event", "quote", "source") if k in entry}
        entry["events"] = [{"event": cells["into"]}, keys] if "into" in cells else [keys]
    if action in {Action.EDIT, Action.ADD} and "field" in cells:
        entry["set"] = dict(_pair_fields(cells["field"], cells.get("value", "")))
    return entry


def _pair_fields(fields: str, values: str) -> Iterator[tuple[str, str]]:
    """Pair "killed | date" with "3 | 2023-12-26": one row may set several fields."""
    names, cells = (
        [part.strip() for part in text.split("|")] if "|" in fields else [text.strip()] for text in (fields, values)
    )
    if len(names) != len(cells):
        raise InputError(f"{len(names)} fields but {len(cells)} values; part both with |")
    yield from zip(names, cells, strict=True)


def _take(entry: dict[str, Any], allowed: Iterable[str]) -> None:
    unknown = sorted(entry.keys() - set(allowed) - {"note"})
    if unknown:
        raise InputError(f"{unknown[0]!r} has no meaning here; it may hold {', '.join(sorted({*allowed, 'note'}))}")


def _read_key(entry: Mapping[str, Any]) -> EventKey:
    parts = {}
    for word, name in _KEY_WORDS.items():
        value = entry.get(word)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise InputError(f"{word} is {value!r}; write a text in quotes")
        parts[name] = value.strip() if value is not None else None
    if not any(parts[name] for name in ("event_id", "quote", "title")):
        raise InputError("names no event: give its id (event), words of its quote, or its title")
    return EventKey(**parts)


def _read_name(entry: Mapping[str, Any], word: str) -> str:
    value = entry.get(word)
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{word} is {value!r}; write a name in quotes" if value is not None else f"lacks {word!r}")
    return value.strip()


def _read_to(entry: Mapping[str, Any]) -> Any:  # noqa: ANN401 - handed straight to read_target
    if "to" not in entry:
        raise InputError("lacks 'to', the place that is meant")
    return read_target(entry["to"], entry.get("place"))


def _optional_text(entry: Mapping[str, Any], word: str) -> str | None:
    return _read_name(entry, word) if word in entry else None


def _read_place(where: str, entry: dict[str, Any]) -> PlaceRule:
    _take(entry, ("name", "to", "place", "source"))
    return PlaceRule(
        where=where,
        note=entry.get("note"),
        name=_read_name(entry, "name"),
        to=_read_to(entry),
        source=_optional_text(entry, "source"),
    )


def _read_mention(where: str, entry: dict[str, Any]) -> MentionRule:
    _take(entry, ("name", "to", "place", *_KEY_WORDS))
    return MentionRule(
        where=where,
        note=entry.get("note"),
        name=_optional_text(entry, "name"),
        key=_read_key(entry),
        to=_read_to(entry),
    )


def _read_actor(where: str, entry: dict[str, Any]) -> ActorRule:
    _take(entry, ("name", "to", "source"))
    return ActorRule(
        where=where,
        note=entry.get("note"),
        name=_read_name(entry, "name"),
        to=_read_name(entry, "to"),
        source=_optional_text(entry, "source"),
    )


def _read_set(entry: Mapping[str, Any]) -> dict[str, object]:
    fields = entry.get("set", {})
    if not isinstance(fields, dict):
        raise InputError(f"set is {fields!r}; write a table of fields: set = {{ killed = 3 }}")
    return fields


def _read_edit(where: str, entry: dict[str, Any]) -> Edited:
    _take(entry, ("set", "to", "place", *_KEY_WORDS))
    to = read_target(entry["to"], entry.get("place")) if "to" in entry else None
    values = read_fields(_read_set(entry))
    if not values and to is None:
        raise InputError(f"changes nothing: give set = {{ ... }} or to; fields are {', '.join(sorted(EDITABLE))}")
    return Edited(where=where, note=entry.get("note"), key=_read_key(entry), fields=values, to=to)


def _read_merge(where: str, entry: dict[str, Any]) -> Merged:
    _take(entry, ("events",))
    several = entry.get("events")
    if not isinstance(several, list) or len(several) < 2:
        raise InputError("needs two events or more: events = [ID, ID] (in a table: event and into)")
    keys = [_read_key({"event": one} if isinstance(one, str) else _as_table(one)) for one in several]
    return Merged(where=where, note=entry.get("note"), keys=tuple(keys))


def _as_table(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise InputError(f"an event is {value!r}; write its id in quotes, or {{ quote = ... }}")
    _take(value, _KEY_WORDS)
    return value


def _read_add(where: str, entry: dict[str, Any]) -> Added:
    _take(entry, ("set", "to", "place", "source", "quote", "name"))
    beside = {k: entry[k] for k in ("source", "quote") if k in entry}
    title = {"title": entry["name"]} if "name" in entry else {}
    values = read_fields(title | beside | _read_set(entry))
    if not dict(values).get("title"):
        raise InputError("an added event needs a title")
    to = read_target(entry["to"], entry.get("place")) if "to" in entry else None
    return Added(where=where, note=entry.get("note"), fields=values, to=to)


def _read_drop(where: str, entry: dict[str, Any]) -> Dropped:
    _take(entry, _KEY_WORDS)
    return Dropped(where=where, note=entry.get("note"), key=_read_key(entry))


def _read_confirm(where: str, entry: dict[str, Any]) -> Confirmed:
    _take(entry, _KEY_WORDS)
    return Confirmed(where=where, note=entry.get("note"), key=_read_key(entry))


_READERS: dict[Action, Callable[[str, dict[str, Any]], Correction]] = {
    Action.PLACE: _read_place,
    Action.MENTION: _read_mention,
    Action.ACTOR: _read_actor,
    Action.EDIT: _read_edit,
    Action.MERGE: _read_merge,
    Action.ADD: _read_add,
    Action.DROP: _read_drop,
    Action.CONFIRM: _read_confirm,
}
