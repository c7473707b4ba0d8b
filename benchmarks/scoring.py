"""Scores of geoparsing: gold and answers go in, the field's figures come out.

Distances are great circles on a sphere of 6371.0088 km; 161 km (100 miles) is the field's usual bound. An unanswered
span counts as wrong, at half the Earth's circumference.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

FARTHEST_KM = 20_039.0
NEAR_KM = 161.0
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldToponym:
    """A toponym of a gold file; ``point`` is latitude and longitude in degrees, None where gold gives none."""

    start: int
    end: int
    name: str
    point: tuple[float, float] | None
    geonames_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """A document of a gold file."""

    doc_id: str
    text: str
    toponyms: tuple[GoldToponym, ...]


def read_gold(path: Path) -> list[GoldDocument]:
    """Read a gold JSONL file; spans given twice are kept once."""
    return list(_read(path))


def _read(path: Path) -> Iterator[GoldDocument]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            seen: dict[tuple[int, int], GoldToponym] = {}
            for t in row["toponyms"]:
                point = (float(t["lat"]), float(t["lon"])) if t.get("lat") is not None else None
                number = t.get("geonameid")
                seen.setdefault(
                    (t["start"], t["end"]),
                    GoldToponym(
                        start=t["start"],
                        end=t["end"],
                        name=t["name"],
                        point=point,
                        geonames_id=int(number) if number else None,
                    ),
                )
            yield GoldDocument(doc_id=str(row["doc_id"]), text=row["text"], toponyms=tuple(seen.values()))


def measure_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Give the great-circle distance of two (latitude, longitude) points."""
    phi1, phi2 = math.radians(one[0]), math.radians(other[0])
    half = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    )
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


@dataclass(slots=True, kw_only=True)
class Counts:
    """True positives, predictions and gold, with precision, recall and F1."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of predictions that are right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of gold that is found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def __str__(self) -> str:
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}"


def match_spans(gold: Sequence[tuple[int, int]], found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Match spans one to one, identical ones first, then by the longest overlap; pairs of indices."""
    pairs = []
    for i, (start, end) in enumerate(gold):
        for j, (first, last) in enumerate(found):
            overlap = min(end, last) - max(start, first)
            if overlap > 0:
                pairs.append((not (start == first and end == last), -overlap, i, j))
    pairs.sort()
    used_gold: set[int] = set()
    used_found: set[int] = set()
    matched = []
    for _, _, i, j in pairs:
        if i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            matched.append((i, j))
    return matched


@dataclass(slots=True, kw_only=True)
class Errors:
    """Distances between gold and answer in kilometres, unanswered ones at ``FARTHEST_KM``."""

    kilometres: list[float] = field(default_factory=list)
    inside: int = 0
    answered: int = 0

    @property
    def accuracy(self) -> float:
        """Share within 161 km."""
        return sum(km <= NEAR_KM for km in self.kilometres) / max(len(self.kilometres), 1)

    @property
    def area_accuracy(self) -> float:
        """Share within 161 km or with the gold point inside the area that was answered."""
        return self.inside / max(len(self.kilometres), 1)

    @property
    def mean(self) -> float:
        """Mean error."""
        return sum(self.kilometres) / max(len(self.kilometres), 1)

    @property
    def median(self) -> float:
        """Median error."""
        ordered = sorted(self.kilometres)
        return ordered[len(ordered) // 2] if ordered else 0.0

    @property
    def auc(self) -> float:
        """Area under the curve of ln(1 + error), 0 the best and 1 the worst."""
        heights = [math.log1p(min(km, FARTHEST_KM)) for km in sorted(self.kilometres)]
        if len(heights) < 2:
            return 0.0
        area = sum((a + b) / 2 for a, b in pairwise(heights))
        return area / (len(heights) - 1) / math.log1p(FARTHEST_KM)


@dataclass(slots=True, kw_only=True)
class Reliability:
    """Confidences against how often they were right."""

    pairs: list[tuple[float, bool]] = field(default_factory=list)

    def table(self) -> list[tuple[float, float, int]]:
        """Give for each filled tenth the mean confidence, the share that was right, and the count."""
        rows = []
        for number in range(BINS):
            low, high = number / BINS, (number + 1) / BINS
            inside = [p for p in self.pairs if low <= p[0] < high or (number == BINS - 1 and p[0] >= 1)]
            if inside:
                mean = sum(c for c, _ in inside) / len(inside)
                rows.append((mean, sum(r for _, r in inside) / len(inside), len(inside)))
        return rows

    @property
    def error(self) -> float:
        """Expected calibration error over ten equal bins."""
        total = max(len(self.pairs), 1)
        return sum(abs(mean - share) * count for mean, share, count in self.table()) / total

    @property
    def sure_accuracy(self) -> float:
        """Share right of the answers with confidence .9 or more."""
        sure = [right for confidence, right in self.pairs if confidence >= 0.9]
        return sum(sure) / max(len(sure), 1)
