"""Bring together what several sentences say of one event.

In: the findings of a document. Out: groups, one an event. Two findings join when something ties them (the same person
killed, the same actor on the same day, "the strikes" after "strikes") and nothing speaks against it (another day,
place, actor or kind of event). The strongest ties join first, and a group is held against each of its members.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import combinations

from geomap.events.findings import Finding, Reference
from geomap.events.participants import Participant, ParticipantKind
from geomap.events.times import Dated
from geomap.events.tolls import HARMLESS
from geomap.model import DatePrecision, EventFamily, Place, PlacePrecision

__all__ = ["group_findings", "nested"]

_VIOLENT = frozenset({EventFamily.BATTLE, EventFamily.EXPLOSION, EventFamily.ATTACK, EventFamily.CIVILIANS})
_NEEDED = 2.0
# findings farther apart than this many sentences' findings are compared only if a name ties them
_WINDOW = 60
# below this nothing speaks for a definite noun meaning an earlier event but that both are there
_LEAST_FIT = -1.0
# "the attack" points back over this many blocks at most
_REACH = 5
# "announced on Tuesday that it had struck" tells of the last weeks, not of another year
# a count over more days than this speaks of many events
_SPAN = 14
_NEWS = dt.timedelta(days=31)


def group_findings(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Group findings by event, in the order of each group's first finding.

    A finding that goes on telling another's deed goes where that one goes.
    """
    groups = _group([f for f in findings if f.continues is None])
    home = {f.order: group for group in groups for f in group}
    for finding in findings:
        if finding.continues is not None:
            home.get(finding.continues, groups[0]).append(finding)
    for group in groups:
        group.sort(key=lambda f: f.order)
    return groups


def _group(findings: Sequence[Finding]) -> list[list[Finding]]:
    groups = {f.order: [f] for f in findings}
    home = {f.order: f.order for f in findings}
    ties = []
    meant = set(_antecedents(findings))
    for first, second in combinations(findings, 2):
        if second.order - first.order > _WINDOW:
            continue
        strength = _tie(first, second)
        if (first.order, second.order) in meant:
            strength += 2.0
        if strength >= _NEEDED:
            ties.append((-strength, second.order - first.order, first.order, second.order))
    for _, _, a, b in sorted(ties):
        one, other = home[a], home[b]
        if one == other or any(_clash(x, y) for x in groups[one] for y in groups[other]):
            continue
        keep, drop = sorted((one, other))
        groups[keep] = sorted(groups[keep] + groups.pop(drop), key=lambda f: f.order)
        home = {order: keep if group == drop else group for order, group in home.items()}
    return [groups[key] for key in sorted(groups)]


def _tie(first: Finding, second: Finding) -> float:
    """Rate how much speaks for two findings telling of one event; 0 where something speaks against it."""
    if _clash(first, second):
        return 0.0
    score = 0.0
    score += 3.0 * bool(_persons(first.targets) & _persons(second.targets))
    score += 1.5 * bool(_known(first.targets) & _known(second.targets))
    score += 1.5 * bool(_known(first.actors) & _known(second.actors))
    score += 0.75 * bool(_described(first.targets) & _described(second.targets))
    score += 0.75 * bool(_described(first.actors) & _described(second.actors))
    score += _place_tie(first, second)
    score += _date_tie(first, second)
    score += _toll_tie(first, second)
    if first.type.name == second.type.name and first.type.specific:
        score += 0.5
    near = second.block - first.block <= 1
    score += 0.5 * near
    bare = not (second.places or second.actors or second.dated.interval.start)
    if bare and second.block == first.block and first.type.name == second.type.name:
        # "Two other men were shot" goes on telling of the shooting just told
        score += 1.0
    score += _reference_tie(first, second, near=near)
    return score


def _reference_tie(first: Finding, second: Finding, *, near: bool) -> float:
    """Rate "the attack" after an attack, a claim of responsibility, and a toll after an event."""
    if second.reference is Reference.CLAIM:
        return 2.0 if first.type.family in _VIOLENT and second.block - first.block <= 2 else 0.0
    if second.reference is Reference.TOLL:
        if second.dated.strength >= 2 and second.dated.interval.start and not first.dated.interval.start:
            # dead with a day of their own belong to no event of an unknown day
            return 0.0
        return 2.0 if near and first.type.name != second.type.name else 0.0
    return 0.0


def _antecedents(findings: Sequence[Finding]) -> list[tuple[int, int]]:
    """Pair each definite finding ("the strikes") with the one event before it that it most likely means.

    The same noun beats a general one, the same number (one strike, several) another, the nearer the farther.
    """
    pairs = []
    for position, later in enumerate(findings):
        if later.reference is not Reference.DEFINITE:
            continue
        best: tuple[float, int] | None = None
        for earlier in findings[:position]:
            if earlier.reference is Reference.TOLL or later.block - earlier.block > _REACH or _clash(earlier, later):
                continue
            fit = 2.0 * (earlier.type.name == later.type.name)
            fit += 1.0 * (earlier.is_plural == later.is_plural)
            fit += 1.0 * bool(_known(earlier.actors) & _known(later.actors))
            fit -= 0.4 * (later.block - earlier.block)
            if best is None or fit >= best[0]:
                best = (fit, earlier.order)
        if best is not None and best[0] > _LEAST_FIT:
            pairs.append((best[1], later.order))
    return pairs


def _clash(first: Finding, second: Finding) -> bool:
    return (
        _types_clash(first, second)
        or _counts_clash(first, second)
        or _dates_clash(first, second)
        or _places_clash(first, second)
        or _names_clash(first.actors, second.actors)
        or (
            _names_clash(first.targets, second.targets)
            and not (second.reference in {Reference.DEFINITE, Reference.TOLL} and not _persons(second.targets))
        )
        or (
            # two deeds of one sentence are two events unless one points back
            first.start == second.start
            and first.reference is second.reference is Reference.NEW
            and first.type.name == second.type.name
            and not (_persons(first.targets) & _persons(second.targets))
        )
    )


def _types_clash(first: Finding, second: Finding) -> bool:
    if Reference.TOLL in {first.reference, second.reference}:
        return first.type.family in HARMLESS or second.type.family in HARMLESS
    a, b = first.type, second.type
    if a.name == b.name:
        return False
    if a.family in _VIOLENT and b.family in _VIOLENT:
        if not (a.specific and b.specific):
            return False
        return not (_persons(first.targets) & _persons(second.targets))
    return a.family is not b.family or (a.specific and b.specific)


def _counts_clash(first: Finding, second: Finding) -> bool:
    a, b = first.count, second.count
    if a is not None and b is not None:
        return a != b
    if a is None and b is None:
        return False
    single = second if b is None else first
    return not single.is_plural


def _dates_clash(first: Finding, second: Finding) -> bool:
    a, b = first.dated, second.dated
    if a.interval.start is None or b.interval.start is None or a.interval.end is None or b.interval.end is None:
        # without a day of publication "on Monday" and "on Friday" are still two days
        texts = {d.interval.text.casefold() for d in (a, b) if d.interval.text and d.strength >= 2}
        return len(texts) > 1 and a.interval.start is None and b.interval.start is None
    if {a.interval.precision, b.interval.precision} == {DatePrecision.DAY, DatePrecision.RANGE} and (
        max(_days(a), _days(b)) > _SPAN and first.casualties.killed and second.casualties.killed
    ):
        # the dead of months are not those of a day
        return True
    if min(a.strength, b.strength) >= 1.5:
        return a.interval.end < b.interval.start or b.interval.end < a.interval.start
    # the day of a statement bounds the event from above, and what is announced is news
    if a.strength <= 1 < b.strength:
        return b.interval.start > a.interval.end or b.interval.end < a.interval.start - _NEWS
    if b.strength <= 1 < a.strength:
        return a.interval.start > b.interval.end or a.interval.end < b.interval.start - _NEWS
    return False


def _days(dated: Dated) -> int:
    interval = dated.interval
    return (interval.end - interval.start).days if interval.start and interval.end else 0


def _places_clash(first: Finding, second: Finding) -> bool:
    if not first.places or not second.places:
        return False
    return not any(nested(p.place.place, q.place.place) for p in first.places for q in second.places)


def _names_clash(first: Sequence[Participant], second: Sequence[Participant]) -> bool:
    """Two sides that are both named, and share no name."""
    known = _known(first), _known(second)
    if known[0] and known[1]:
        return not known[0] & known[1]
    # a person may act for a state: "Biden" and "United States" do not speak against each other
    persons = _persons(first), _persons(second)
    return bool(persons[0] and persons[1] and not persons[0] & persons[1])


def nested(a: Place, b: Place) -> bool:
    """Whether one place is the other or lies in it, by their codes; a site counts as in the city around it."""
    if a.place_id == b.place_id:
        return True
    outer, inner = (a, b) if a.precision.rank > b.precision.rank else (b, a)
    if outer.precision.rank == inner.precision.rank or outer.country != inner.country or outer.country is None:
        return False
    if outer.precision is PlacePrecision.COUNTRY:
        return True
    if outer.precision in {PlacePrecision.ADMIN1, PlacePrecision.ADMIN2}:
        return outer.admin1 == inner.admin1
    # a site in its city
    return abs(outer.latitude - inner.latitude) < 0.3 and abs(outer.longitude - inner.longitude) < 0.4


def _place_tie(first: Finding, second: Finding) -> float:
    best = 0.0
    for p in first.places:
        for q in second.places:
            a, b = p.place.place, q.place.place
            if a.place_id == b.place_id:
                best = max(best, 2.0 if a.precision.rank <= 1 else 0.75)
            elif nested(a, b):
                best = max(best, 0.5)
    return best


def _date_tie(first: Finding, second: Finding) -> float:
    a, b = first.dated, second.dated
    if a.interval.start is None or b.interval.start is None:
        return 0.0
    if (a.interval.start, a.interval.end) == (b.interval.start, b.interval.end):
        return 1.5 if a.interval.precision is DatePrecision.DAY else 0.75
    if a.interval.end and b.interval.end and a.interval.start <= b.interval.end and b.interval.start <= a.interval.end:
        return 0.25
    return 0.0


def _toll_tie(first: Finding, second: Finding) -> float:
    a, b = first.casualties, second.casualties
    same = 0.0
    for x, y in ((a.killed, b.killed), (a.injured, b.injured)):
        if x is not None and x == y:
            same += 1.5 if (x.low or 0) > 1 else 0.75
    return same


def _persons(participants: Sequence[Participant]) -> frozenset[str]:
    return frozenset(p.name.split()[-1] for p in participants if p.kind is ParticipantKind.PERSON)


def _known(participants: Sequence[Participant]) -> frozenset[str]:
    return frozenset(p.name for p in participants if p.kind is ParticipantKind.KNOWN)


def _described(participants: Sequence[Participant]) -> frozenset[str]:
    return frozenset(p.head.lemma_.lower() for p in participants if p.kind is ParticipantKind.DESCRIPTION)
