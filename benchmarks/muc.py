"""MUC-3/4: which keyed incidents are found in old wire texts, and how right date, place, perpetrator and target are.

    python benchmarks/muc.py                 # tst1 (development) and tst2 (no rule was written on it)
    python benchmarks/muc.py tst1 --limit 20 # the first 20 texts
    python benchmarks/muc.py --verbose       # name what was missed
    python benchmarks/muc.py --upper         # leave the texts in capitals

The texts are in capitals; before reading, they are true-cased by rule: a word keeps its capital at the start of a
sentence and where the actor list or the gazetteer knows it as a name. The day of publication is that of the dateline
("SAN SALVADOR, 18 FEB 90"). An incident counts as found when an event shares its date, its place, its perpetrator or
its target and is of a kind that fits. Optional and threatened incidents are not asked for. Pairs are taken best first;
no event answers for two incidents.

Fields, each counted over the found incidents whose key states it: the date lies within the key's day or range ("- 25
AUG 88": on or before it); the country; the city, town or finer place by name; the perpetrator organisation by any of
its names; the target by any of its names or descriptions (a shared word other than articles).
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from geomap.actors import ActorForm, ActorList
from geomap.gazetteer import Gazetteer
from geomap.model import Event
from geomap.pipeline import extract_documents
from geomap.reading import read_text

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "events" / "muc4"
SETS = {"tst1": ("tst1-muc3", "key-tst1.v7"), "tst2": ("tst2-muc4", "key-tst2.v4")}
FIELDS = ("date", "country", "city", "perpetrator", "target")
MONTHS = {m: i for i, m in enumerate("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), start=1)}
# event types that may stand for an incident of the key; "attack" in the key is everything not named otherwise
KINDS = {
    "KIDNAPPING": {"abduction", "hostage-taking", "kidnapping"},
    "BOMBING": {"explosion or strike", "attack", "violence against civilians", "battle"},
}
VIOLENT = {
    "explosion or strike",
    "attack",
    "violence against civilians",
    "battle",
    "crime",
    "protest or riot",
    "accident",
}
SMALL = frozenset(
    """a an the and or but nor of in on at by to from for with without as is are was were be been being has have had
    that which who whom whose this these those it its he she they them his her their him i we our us you not no
    than then when where while there here will would could may might must should also said says after before against
    during between among into over under about near all one two three other some any more most such""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One template of the key; ``earliest`` and ``latest`` bound its date, names are lower-case alternatives."""

    message: str
    kind: str
    earliest: dt.date | None
    latest: dt.date | None
    country: str | None
    places: tuple[str, ...]
    organisations: tuple[frozenset[str], ...]
    targets: frozenset[str]


def read_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Give the messages of a file by their id."""
    for part in re.split(r"(?m)^(?=TST\d-MUC\d-\d{4})", path.read_text("latin-1")):
        name, _, text = part.strip().partition("\n")
        if text:
            yield name.split()[0], text.strip()


def read_key(path: Path) -> Iterator[Incident]:
    """Give the incidents of a key that were carried out and are not optional."""
    for block in re.split(r"(?m)^(?=0\.  MESSAGE: ID)", path.read_text("latin-1")):
        slots: dict[int, list[str]] = {}
        number = -1
        for line in block.splitlines():
            head = re.match(r"(\d+)\.\s+[A-Z :]+?\s{2,}(.*)", line)
            if head:
                number = int(head[1])
                slots[number] = [head[2].strip()]
            elif line.startswith(" ") and number >= 0:
                slots[number].append(line.strip())
        if not slots or "OPTIONAL" in slots[1][0] or slots[4][0] == "*" or "THREATENED" in slots[5][0]:
            continue
        yield _make_incident(slots)


def _make_incident(slots: dict[int, list[str]]) -> Incident:
    earliest, latest = _read_dates(slots[2][0])
    where = re.sub(r"\([^)]*\)", "", slots[3][0]).split(":")
    finer = [plain(name) for part in where[1:] for name in re.split(r"[/-]", part)]
    organisations = tuple(
        frozenset(plain(n) for n in _quoted(line)) for line in slots[10] if _quoted(line) and not line.startswith("?")
    )
    targets = frozenset(plain(name) for i in (12, 18, 19) for line in slots[i] for name in _quoted(line))
    return Incident(
        message=slots[0][0],
        kind=slots[4][0].split(" / ")[0],
        earliest=earliest,
        latest=latest,
        country=plain(where[0].split("/")[0].split(" - ")[0]) or None,
        places=tuple(name for name in finer if name),
        organisations=organisations,
        targets=targets,
    )


def _quoted(line: str) -> list[str]:
    return [name.replace('\\"', "") for name in re.findall(r'"((?:[^"\\]|\\.)*)"', line)]


def _read_dates(value: str) -> tuple[dt.date | None, dt.date | None]:
    days = [
        dt.date(1900 + int(year), MONTHS[month], int(day))
        for day, month, year in re.findall(r"\b(\d\d?) ([A-Z]{3}) (\d\d)\b", value)
        if month in MONTHS
    ]
    if not days:
        return None, None
    return (None if value.startswith("-") else days[0]), days[-1]


def plain(text: str) -> str:
    """Fold a name for comparison."""
    folded = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", folded))


class TrueCaser:
    """Gives words in capitals their usual case, by what is known as a name."""

    def __init__(self, actors: ActorList, gazetteer: Gazetteer) -> None:
        self._actors = actors
        self._gazetteer = gazetteer
        self._known: dict[str, bool] = {}

    def restore(self, text: str) -> str:
        """Lower the words of a text but for names, acronyms and the openings of sentences; offsets stay."""
        out = list(text.lower())
        for start in [0, *(m.end() - 1 for m in re.finditer(r"(?:[.!?]\"?\s+|\n\n\s*|\[TEXT\] )[A-Z]", text))]:
            out[start] = text[start]
        for mention in self._actors.find(text):
            if mention.surface.lower() in SMALL:
                continue
            short = mention.form is ActorForm.NAME and " " not in mention.surface and len(mention.surface) <= 5
            out[mention.start : mention.end] = mention.surface if short else mention.surface.title()
        for match in re.finditer(r"\b[A-Z][A-Z'-]+(?:\s[A-Z][A-Z'-]+){0,2}", text):
            self._raise_names(match, text, out)
        for match in re.finditer(r"[\[(]([A-Z]{2,6})[\])]", text):
            acronym = match[1]
            for found in re.finditer(rf"\b{acronym}\b", text):
                out[found.start() : found.end()] = acronym
        return "".join(out)

    def _raise_names(self, match: re.Match[str], text: str, out: list[str]) -> None:
        words = list(re.finditer(r"[A-Z][A-Z'-]+", match[0]))
        for first in range(len(words)):
            for last in range(len(words), first, -1):
                start, end = match.start() + words[first].start(), match.start() + words[last - 1].end()
                name = text[start:end]
                if self._is_name(name):
                    out[start:end] = name.title().replace("'S", "'s")
                    return

    def _is_name(self, name: str) -> bool:
        key = " ".join(name.split()).removesuffix("'S")
        if key not in self._known:
            self._known[key] = self._look_up(key)
        return self._known[key]

    def _look_up(self, key: str) -> bool:
        if key.lower() in SMALL or key in _MONTH_NAMES or len(key) < 4:
            return key in _MONTH_NAMES
        words = key.lower().split()
        if words[0] in SMALL or words[-1] in SMALL:
            return False
        found = self._gazetteer.candidates(key.title(), limit=1, variants=False)
        least = 20_000 if found and found[0].place.country in _COUNTRIES else 100_000
        if len(words) > 1:
            least //= 50
        return bool(found) and found[0].place.population >= least


_MONTH_NAMES = frozenset(
    """JANUARY FEBRUARY MARCH APRIL JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER MONDAY TUESDAY WEDNESDAY
    THURSDAY FRIDAY SATURDAY SUNDAY""".split()
)
# the nine countries the set is about (its documentation, 1.0)
_COUNTRIES = frozenset({"SV", "GT", "HN", "AR", "BO", "CL", "CO", "EC", "PE"})


def compare(incident: Incident, event: Event) -> dict[str, bool]:
    """Say for each field that the key states whether the event has it right."""
    right: dict[str, bool] = {}
    if incident.latest is not None:
        start, end = event.when.start, event.when.end
        after = start is not None and (incident.earliest is None or start >= incident.earliest)
        right["date"] = after and end is not None and end <= incident.latest
    place = event.where
    if incident.country:
        right["country"] = place is not None and plain(place.place.country_name or "") == incident.country
    if incident.places:
        told = {plain(place.place.name), plain(place.text)} if place else set()
        right["city"] = any(_meets(name, t) for name in incident.places for t in told)
    if incident.organisations:
        actors = [plain(a) for a in event.actors]
        right["perpetrator"] = any(_meets(n, a) for names in incident.organisations for n in names for a in actors)
    if incident.targets:
        words = {w for t in event.targets for w in plain(t).split()} - SMALL
        right["target"] = any(words & (set(name.split()) - SMALL) for name in incident.targets)
    return right


def _meets(one: str, other: str) -> bool:
    return bool(one and other) and (one == other or f" {one} " in f" {other} " or f" {other} " in f" {one} ")


def fits(incident: Incident, event: Event) -> bool:
    """Say whether the kinds agree."""
    if incident.kind == "KIDNAPPING":
        return event.event_type in KINDS["KIDNAPPING"]
    return str(event.family) in (KINDS["BOMBING"] if incident.kind == "BOMBING" else VIOLENT)


def pair(incidents: Sequence[Incident], events: Sequence[Event]) -> list[dict[str, bool] | None]:
    """Give for each incident the fields of the event that answers it, best pairs first, or None."""
    pairs = []
    for i, incident in enumerate(incidents):
        for j, event in enumerate(events):
            right = compare(incident, event)
            # the country alone says little: nearly all of a text happens in one
            if fits(incident, event) and any(right.get(f) for f in ("date", "city", "perpetrator", "target")):
                pairs.append((sum(right.values()), i, j, right))
    answers: list[dict[str, bool] | None] = [None] * len(incidents)
    taken: set[int] = set()
    for _, i, j, right in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
        if answers[i] is None and j not in taken:
            answers[i] = right
            taken.add(j)
    return answers


def run(name: str, *, limit: int | None, upper: bool, verbose: bool) -> None:
    """Print the figures of one set."""
    texts_file, key_file = SETS[name]
    texts = list(read_texts(DATA / texts_file))[:limit]
    keys: dict[str, list[Incident]] = {message: [] for message, _ in texts}
    for incident in read_key(DATA / key_file):
        if incident.message in keys:
            keys[incident.message].append(incident)
    caser = TrueCaser(ActorList.load(), Gazetteer.open())
    documents = [
        read_text(text if upper else caser.restore(text), doc_id=message, published=_read_dates(text[:300])[0])
        for message, text in texts
    ]
    stated = dict.fromkeys(FIELDS, 0)
    correct = dict.fromkeys(FIELDS, 0)
    asked = found = told = 0
    for document, one in zip(documents, extract_documents(documents), strict=True):
        incidents = keys[document.doc_id]
        told += len(one.extraction.events)
        for incident, right in zip(incidents, pair(incidents, one.extraction.events), strict=True):
            asked += 1
            found += right is not None
            for field, is_right in (right or {}).items():
                stated[field] += 1
                correct[field] += is_right
            if verbose and right is None:
                print(f"   missed {incident.message}: {incident.kind} {incident.latest} {incident.places}")
    figures = "  ".join(f"{f} {correct[f] / max(stated[f], 1):.2f} ({correct[f]}/{stated[f]})" for f in FIELDS)
    print(f"{name} ({len(texts)} texts): found {found}/{asked} ({found / max(asked, 1):.2f}), {told} events told")
    print(f"   {figures}")


def main() -> None:
    """Read the command line and run what it names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", choices=[*SETS, []], help="which sets; all by default")
    parser.add_argument("--limit", type=int, help="only the first so many texts of each set")
    parser.add_argument("--upper", action="store_true", help="leave the texts in capitals")
    parser.add_argument("--verbose", action="store_true", help="name the incidents that were missed")
    options = parser.parse_args()
    if not DATA.is_dir():
        sys.exit(f"{DATA}: the MUC texts are not there; run beside the shared folder")
    for name in options.sets or SETS:
        run(name, limit=options.limit, upper=options.upper, verbose=options.verbose)


if __name__ == "__main__":
    main()
