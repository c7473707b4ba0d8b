"""Find the events that a correction means: by id, else by words of their quotes, compared loosely.

An ``event_id`` is made from the sentence it was found in, so an edit of that sentence changes it; the quote given
beside it then still finds the event. Case, marks and punctuation do not count, and of the words a few may differ.
"""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import PurePath
from typing import Any

import geopandas as gpd
from rapidfuzz.fuzz import partial_ratio, token_sort_ratio

from geomap.corrections.rules import EventKey
from geomap.gazetteer import fold

__all__ = ["EventIndex", "holds_name", "is_name", "is_source", "list_of"]

_ALIKE = 86.0
"""Of 100: an edited sentence keeps 90 and more, two sentences of one article reach 65, two bombings told alike 75."""
_CLEAR = 6.0
"""An event whose quote is this much more alike than the others' is the one meant."""
_LEAST_LETTERS = 12
"""Shorter words must stand in the quote as they are: loosely compared, they would be found anywhere."""


class EventIndex:
    """The rows of a frame of events by id, quote, title and source; positions, not labels."""

    def __init__(self, frame: gpd.GeoDataFrame) -> None:
        self._frame = frame

    @cached_property
    def _ids(self) -> dict[str, list[int]]:
        ids: dict[str, list[int]] = {}
        for row, value in enumerate(self._frame["event_id"].tolist()):
            ids.setdefault(value, []).append(row)
        return ids

    @cached_property
    def _quotes(self) -> list[tuple[str, ...]]:
        """All quotes of every event, folded."""
        folded = []
        for quote, evidence in zip(self._frame["quote"].tolist(), self._frame["evidence"].tolist(), strict=True):
            told = [e.get("quote") for e in list_of(evidence)]
            quotes = dict.fromkeys([quote, *told])
            folded.append(tuple(fold(q) for q in quotes if isinstance(q, str)))
        return folded

    @cached_property
    def _titles(self) -> list[str]:
        return [fold(t) if isinstance(t, str) else "" for t in self._frame["title"].tolist()]

    def find(self, key: EventKey) -> list[int]:
        """Give the rows that a key means; several where it does not tell them apart, none where it fits nothing."""
        if key.event_id is not None and key.event_id in self._ids:
            return self._ids[key.event_id]
        if key.quote is None and key.title is None:
            return []
        rows = [row for row in range(len(self._frame)) if self._may_be(row, key)]
        if key.title is not None:
            wanted = fold(key.title)
            rows = [row for row in rows if self._titles[row] == wanted]
        return self._most_alike(rows, fold(key.quote)) if key.quote is not None else rows

    def _may_be(self, row: int, key: EventKey) -> bool:
        frame = self._frame
        if key.event_type is not None and frame["event_type"].iat[row] != key.event_type:
            return False
        return is_source(frame["source"].iat[row], key.source)

    def _most_alike(self, rows: list[int], wanted: str) -> list[int]:
        rated = [(max((_rate(wanted, quote) for quote in self._quotes[row]), default=0.0), row) for row in rows]
        best = max((score for score, _ in rated), default=0.0)
        return [row for score, row in rated if score >= _ALIKE and score > best - _CLEAR]


def _rate(wanted: str, quote: str) -> float:
    if wanted in quote:
        return 100.0
    if min(len(wanted), len(quote)) < _LEAST_LETTERS:
        return 0.0
    # a part slid along the whole finds a quote cut short; sorted words find one whose words have changed places
    return max(partial_ratio(wanted, quote), token_sort_ratio(wanted, quote))


def is_source(source: object, wanted: str | None) -> bool:
    """Tell whether a source is the wanted one: the same path, or the same file name; None wants any."""
    if wanted is None:
        return True
    return isinstance(source, str) and (source == wanted or PurePath(source).name == PurePath(wanted).name)


def holds_name(text: object, name: str) -> bool:
    """Tell whether a name stands in a text as whole words, in any spelling that folds alike.

    >>> holds_name("a fire in Deir az-Zor on Friday", "deir az zor"), holds_name("in Romania", "Roma")
    (True, False)
    """
    return isinstance(text, str) and f" {fold(name)} " in f" {fold(text)} "


def is_name(text: object, name: str) -> bool:
    """Tell whether a text is a name, in any spelling that folds alike; "Erbil airport" is not "Erbil".

    >>> is_name("the Dayr az-Zawr", "Dayr Az Zawr"), is_name("Erbil airport", "Erbil")
    (True, False)
    """
    if not isinstance(text, str):
        return False
    return fold(text).removeprefix("the ") == fold(name).removeprefix("the ")


def list_of(cell: object) -> list[Any]:
    """Give the list that a cell holds as JSON; a missing cell holds none."""
    return list(json.loads(cell)) if isinstance(cell, str) and cell else []
