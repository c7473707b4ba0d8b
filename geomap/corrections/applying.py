"""Apply corrections to a frame of events.

In: a frame in the event schema, corrections, and the gazetteer their ids belong to. Out: a new frame, and the
corrections that fitted nothing, or too much, each with its reason. Rules for names come first, then what is said of
single events, then additions, omissions and confirmations, so that a later word wins.
"""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd

from geomap.corrections.changes import add_event, move_event, rename_actor, set_values
from geomap.corrections.fields import Values
from geomap.corrections.matching import EventIndex, holds_name, is_name, is_source
from geomap.corrections.merging import merge_events
from geomap.corrections.rules import (
    ActorRule,
    Correction,
    Corrections,
    EventKey,
    MentionRule,
    PlaceRule,
    PlaceTarget,
)
from geomap.corrections.targets import FoundPlace, find_target
from geomap.errors import InputError
from geomap.frame import check_frame
from geomap.gazetteer import Gazetteer
from geomap.model import Status

__all__ = ["Corrected", "Unused", "apply_corrections"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unused:
    """A correction that changed nothing: where it stands in the file, and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The corrected events, how many corrections were used, and those that were not."""

    frame: gpd.GeoDataFrame
    used: int
    unused: tuple[Unused, ...]


def apply_corrections(
    frame: gpd.GeoDataFrame, corrections: Corrections, *, gazetteer: Gazetteer | None = None
) -> Corrected:
    """Apply corrections to events; the caller's frame is left as it was.

    Parameters
    ----------
    frame
        Events in the schema of ``geomap.frame.COLUMNS``.
    corrections
        From ``read_corrections``.
    gazetteer
        Where the ids of places are looked up; the shipped one by default.

    Raises
    ------
    InputError
        If a place's id is not in the gazetteer, or an added event's id is taken.
    """
    work = _Work(check_frame(frame), corrections.source, gazetteer or Gazetteer.open())
    work.resolve_targets(corrections)
    _apply_rules(work, corrections)
    _apply_changes(work, corrections)
    for added in corrections.additions:
        work.add(added.fields, added.to)
    for drop in corrections.drops:
        work.dropped |= set(work.use_one(drop, drop.key, work.rows(drop.key)))
    for confirmed in corrections.confirmations:
        for row in work.use_one(confirmed, confirmed.key, work.rows(confirmed.key)):
            work.confirm(row)
    return work.finish()


def _apply_rules(work: _Work, corrections: Corrections) -> None:
    """Apply what is said of names."""
    for place in corrections.places:
        for row in work.use(place, work.place_rows(place)):
            work.move(row, place.to, sure=False)
    for mention in corrections.mentions:
        for row in work.use_one(mention, mention.key, work.mention_rows(mention)):
            work.move(row, mention.to)
    for actor in corrections.actors:
        for row in work.use(actor, rename_actor(work.frame, actor.name, actor.to, actor.source)):
            work.mark(row)


def _apply_changes(work: _Work, corrections: Corrections) -> None:
    """Apply what is said of single events."""
    for edit in corrections.edits:
        for row in work.use_one(edit, edit.key, work.rows(edit.key)):
            work.edit(row, edit.fields, edit.to)
    for merge in corrections.merges:
        work.merge(merge, merge.keys)


class _Work:
    """One run: the frame as it changes, which rows go, which corrections were used."""

    def __init__(self, frame: gpd.GeoDataFrame, source: str, gazetteer: Gazetteer) -> None:
        self.frame = frame
        self.dropped: set[int] = set()
        self._source = source
        self._gazetteer = gazetteer
        self._targets: dict[PlaceTarget, FoundPlace] = {}
        self._unused: list[Unused] = []
        self._used = 0
        # keys speak of the events as they were found; renamed actors and moved places do not unhook them
        self._index = EventIndex(frame.copy())
        self._found = len(frame)

    def resolve_targets(self, corrections: Corrections) -> None:
        """Look every place up before anything changes, so that a wrong id changes nothing."""
        several = (corrections.places, corrections.mentions, corrections.edits, corrections.additions)
        wanted = [(rule.where, rule.to) for rules in several for rule in rules]
        for where, to in wanted:
            if to is not None:
                try:
                    self._targets[to] = find_target(to, self._gazetteer)
                except InputError as error:
                    raise InputError(f"{corrections.source}: {where}: {error}") from error

    def rows(self, key: EventKey) -> list[int]:
        return [row for row in self._index.find(key) if row not in self.dropped]

    def place_rows(self, rule: PlaceRule) -> list[int]:
        """Give the events that stand at a name: in the text's words or the gazetteer's.

        An event without a place counts when its quote puts it there ("in Kafr Batna"): the name was unknown.
        """
        frame = self.frame
        wanted = []
        for row in range(self._found):
            if not is_source(frame["source"].iat[row], rule.source):
                continue
            if frame["place_precision"].iat[row] == "unknown":
                names = [f"{word} {rule.name}" for word in ("in", "at", "near", "outside", "on")]
                if any(holds_name(frame["quote"].iat[row], name) for name in names):
                    wanted.append(row)
            elif is_name(frame["place_text"].iat[row], rule.name) or is_name(frame["place"].iat[row], rule.name):
                wanted.append(row)
        return wanted

    def mention_rows(self, rule: MentionRule) -> list[int]:
        rows = self.rows(rule.key)
        if rule.name is None or len(rows) < 2:
            return rows
        return [row for row in rows if holds_name(self.frame["place_text"].iat[row], rule.name)]

    def move(self, row: int, to: PlaceTarget, *, sure: bool = True) -> None:
        move_event(self.frame, row, self._targets[to], source=self._source, gazetteer=self._gazetteer)
        self.mark(row, sure=sure)

    def mark(self, row: int, *, sure: bool = False) -> None:
        """Mark an event as corrected; ``sure`` when somebody looked at this very event."""
        self.frame.loc[row, "status"] = Status.CORRECTED.value
        if sure:
            self.frame.loc[row, "confidence"] = 1.0

    def edit(self, row: int, values: Values, to: PlaceTarget | None) -> None:
        if to is not None:
            self.move(row, to)
        set_values(self.frame, row, values)
        self.mark(row, sure="confidence" not in dict(values))

    def confirm(self, row: int) -> None:
        if self.frame["status"].iat[row] != Status.CORRECTED.value:
            self.frame.loc[row, "status"] = Status.CONFIRMED.value
        self.frame.loc[row, "confidence"] = 1.0

    def merge(self, rule: Correction, keys: tuple[EventKey, ...]) -> None:
        found = [self.rows(key) for key in keys]
        for key, rows in zip(keys, found, strict=True):
            if len(rows) != 1:
                self._refuse(rule, key, rows)
                return
        rows = list(dict.fromkeys(row for (row,) in found))
        if len(rows) < 2:
            self._unused.append(Unused(where=rule.where, reason="names the same event twice"))
            return
        merge_events(self.frame, rows)
        self.mark(rows[0], sure=True)
        self.dropped |= set(rows[1:])
        self._used += 1

    def add(self, values: Values, to: PlaceTarget | None) -> None:
        self.frame = add_event(self.frame, values, source=self._source)
        row = len(self.frame) - 1
        if to is not None:
            self.move(row, to)
            set_values(self.frame, row, values)
        self.mark(row, sure="confidence" not in dict(values))
        self._used += 1

    def use(self, rule: PlaceRule | ActorRule, rows: list[int]) -> list[int]:
        """Give all the rows that a rule for a name fits, and keep in mind whether it fitted any."""
        if rows:
            self._used += 1
        else:
            self._unused.append(Unused(where=rule.where, reason=f"no event has {rule.name!r}"))
        return rows

    def use_one(self, rule: Correction, key: EventKey, rows: list[int]) -> list[int]:
        """Give the one row that a correction means; none, with the reason kept, where it means none or several."""
        if len(rows) != 1:
            self._refuse(rule, key, rows)
            return []
        self._used += 1
        return rows

    def _refuse(self, rule: Correction, key: EventKey, rows: list[int]) -> None:
        if not rows:
            reason = f"no event fits {key}"
        else:
            ids = ", ".join(str(self.frame["event_id"].iat[row]) for row in rows[:5])
            reason = f"{key} fits {len(rows)} events ({ids}); name one by its id"
        self._unused.append(Unused(where=rule.where, reason=reason))

    def finish(self) -> Corrected:
        kept = [row for row in range(len(self.frame)) if row not in self.dropped]
        frame = check_frame(self.frame.iloc[kept])
        return Corrected(frame=frame, used=self._used, unused=tuple(self._unused))
