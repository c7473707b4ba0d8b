"""Which column of a table holds what: by the user's word, by a saved file, by a known format, by usual headings.

In: the headings of a table and the user's options. Out: a `ColumnMapping`, which can be saved and loaded again.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from geomap.errors import InputError, MissingColumnError
from geomap.export import write_whole
from geomap.tables.formats import TableFormat
from geomap.tables.headings import FIELDS, fold_heading, forms_of, load_usual

__all__ = ["ColumnMapping", "find_mapping", "load_mapping", "parse_column", "save_mapping"]

_ALIASES = {
    "id": "identifier", "event_id": "identifier", "type": "kind", "event_type": "kind", "event_family": "family",
    "lat": "latitude",     "lon": "longitude", "long": "longitude", "lng": "longitude", "notes": "quote",
    "description": "quote", "url": "source_url",
    "deaths": "killed", "fatalities": "killed", "wounded": "injured", "start": "date_start", "end": "date_end",
}  # fmt: skip
# a heading that others share: it counts only where every row has another value
_WEAK_IDENTIFIERS = frozenset("key code no nr number nummer n numero номер lp رقم الرقم 番号 fid objectid".split())
_SETTINGS = ("day_first", "sheet", "encoding", "delimiter", "country")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Which column of a table holds which field of an event, and how the table is to be read.

    ``columns`` maps a field (`geomap.tables.headings.FIELDS`) to a heading. ``format`` is the name of a known format,
    "table" for any other.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    format: str = "table"
    day_first: bool | None = None
    sheet: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    country: str | None = None

    def get(self, name: str) -> str | None:
        """Give the heading of a field, or None."""
        return self.columns.get(name)

    def lay_over(self, other: ColumnMapping) -> ColumnMapping:
        """Lay this mapping over another one: what it says wins."""
        told = {name: getattr(self, name) for name in _SETTINGS if getattr(self, name) is not None}
        return replace(other, columns={**other.columns, **self.columns}, **told)


def parse_column(text: str) -> tuple[str, str]:
    """Read ``FIELD=COLUMN``.

    Raises
    ------
    InputError
        It is not of that form, or the field is not known.
    """
    name, mark, column = text.partition("=")
    if not mark or not column.strip():
        raise InputError(f"{text!r}: write FIELD=COLUMN, such as place=Ort")
    return _field(name, text), column.strip()


def _field(name: str, where: str) -> str:
    plain = name.strip().lower().replace("-", "_").replace(" ", "_")
    found = _ALIASES.get(plain, plain)
    if found not in FIELDS:
        raise InputError(f"{where}: {name.strip()!r} is no field of an event; fields are {', '.join(FIELDS)}")
    return found


def load_mapping(path: str | Path) -> ColumnMapping:
    """Load a mapping from a TOML file.

    Raises
    ------
    InputError
        The file cannot be read, is not TOML, or has keys that are not known.
    """
    try:
        data = tomllib.loads(Path(path).read_text("utf-8"))
    except OSError as error:
        raise InputError(f"{path}: the mapping cannot be read ({error.strerror}); give the path of a file") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: not a valid TOML file ({error}); correct it and run again") from error
    unknown = data.keys() - {"columns", "format", *_SETTINGS}
    if unknown:
        known = ", ".join(("columns", "format", *_SETTINGS))
        raise InputError(f"{path}: unknown key {', '.join(sorted(unknown))}; known keys are {known}")
    columns = data.get("columns", {})
    if not isinstance(columns, dict) or not all(isinstance(value, str) for value in columns.values()):
        raise InputError(f'{path}: [columns] holds lines such as place = "Ort"')
    settings = {name: _setting(data, name, path) for name in _SETTINGS if name in data}
    return ColumnMapping(
        columns={_field(name, f"{path}, [columns]"): value for name, value in columns.items()},
        format=str(data.get("format", "table")),
        **settings,
    )


def _setting(data: dict[str, Any], name: str, path: str | Path) -> Any:  # noqa: ANN401 - a text or a truth value
    wanted = bool if name == "day_first" else str
    if not isinstance(data[name], wanted):
        raise InputError(
            f"{path}: {name} must be {'true or false' if wanted is bool else 'a text'}, not {data[name]!r}"
        )
    return data[name]


def save_mapping(mapping: ColumnMapping, path: str | Path) -> Path:
    """Save a mapping as a TOML file that `load_mapping` reads.

    Raises
    ------
    ExportError
        The file cannot be written.
    """
    lines = ["# which column of the table holds what; see docs/tables.md", f"format = {_quote(mapping.format)}"]
    for name in _SETTINGS:
        value = getattr(mapping, name)
        if value is not None:
            lines.append(f"{name} = {str(value).lower() if isinstance(value, bool) else _quote(value)}")
    lines += ["", "[columns]", *(f"{name} = {_quote(column)}" for name, column in mapping.columns.items())]
    return write_whole(path, "\n".join(lines) + "\n")


def _quote(text: str) -> str:
    # JSON's strings are TOML's basic strings, but for the delete character
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def find_mapping(
    headings: Sequence[str],
    given: ColumnMapping,
    known: TableFormat | None,
    *,
    where: str,
    is_unique: Callable[[str], bool],
) -> ColumnMapping:
    """Find which column holds what: the user's word first, then the known format, then usual headings.

    Raises
    ------
    MissingColumnError
        A column that the user named is not there.
    """
    chosen = {name: _match(column, headings, where, name) for name, column in given.columns.items()}
    if known is not None:
        folded = {fold_heading(heading): heading for heading in reversed(headings)}
        for name, wanted in known.columns.items():
            found = next((folded[w] for w in wanted if w in folded), None)
            if found is not None:
                chosen.setdefault(name, found)
    else:
        chosen = _guess(headings, chosen, is_unique)
    ordered = {name: chosen[name] for name in FIELDS if name in chosen}
    return replace(given, columns=ordered, format=known.key if known is not None else "table")


def _match(column: str, headings: Sequence[str], where: str, name: str) -> str:
    if column in headings:
        return column
    found = [heading for heading in headings if fold_heading(heading) == fold_heading(column)]
    if len(found) == 1:
        return found[0]
    raise MissingColumnError(f"{where}: no column {column!r} for {name}; there are {', '.join(map(repr, headings))}")


def _guess(headings: Sequence[str], chosen: dict[str, str], is_unique: Callable[[str], bool]) -> dict[str, str]:
    """Guess by usual headings; a column that is taken is not taken again."""
    free = [heading for heading in headings if heading not in chosen.values()]
    forms = {heading: forms_of(heading) for heading in free}
    for name in _by_need(free):
        if name in chosen:
            continue
        found = _find_whole(name, free, forms, is_unique)
        if found is not None:
            chosen[name] = found
            free.remove(found)
    for name, usual in load_usual().items():
        if name in chosen or not usual.words or (name == "date" and {"date_start", "year"} & chosen.keys()):
            continue
        for heading in free:
            words = set(forms[heading][0].split())
            if words & usual.words and not words & usual.never:
                chosen[name] = heading
                free.remove(heading)
                break
    if chosen.get("title", "").lower() == "name" and not {"place", "latitude", "coordinates"} & chosen.keys():
        # nothing else says where: it is the places that have names
        chosen["place"] = chosen.pop("title")
    return chosen


def _by_need(headings: Iterable[str]) -> Sequence[str]:
    """Order the fields so that a heading shared by two goes to the right one.

    "Day" beside a year and a month is the day of the month, else a date; "title" is what "name" means beside a place.
    """
    names = {form for heading in headings for form in forms_of(heading)}
    usual = load_usual()
    parts = ["year", "month", "day"] if all(names & set(usual[p].names) for p in ("year", "month")) else []
    first = [*parts, "latitude", "longitude", "date_end", "date", "country", "place", "kind"]
    late = ["title"] if "title" not in first else []
    rest = [name for name in FIELDS if name not in {*first, *late, "year", "month", "day"}]
    return [*first, *rest, *late, *(name for name in ("year", "month", "day") if name not in parts and name == "year")]


def _find_whole(
    name: str, free: Sequence[str], forms: Mapping[str, tuple[str, ...]], is_unique: Callable[[str], bool]
) -> str | None:
    for wanted in load_usual()[name].names:
        for heading in free:
            if wanted in forms[heading] and not (
                name == "identifier" and wanted in _WEAK_IDENTIFIERS and not is_unique(heading)
            ):
                return heading
    return None
