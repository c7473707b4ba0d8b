"""Quality and speed of the geoparser on gold corpora.

Usage: ``python benchmarks/geoparsing.py CORPUS.jsonl... [--limit N]``. Each line of a corpus is a document
``{"doc_id", "text", "toponyms": [{"start", "end", "name", "lat", "lon", "geonameid"?}]}``. Printed for each corpus:
recognition, accuracy given gold spans, end to end, the plain "most populous" rule beside it, calibration, and documents
per second beside the bare language model's on the same documents.
"""

from __future__ import annotations

import argparse
import time
from functools import cache
from pathlib import Path

from scoring import (
    FARTHEST_KM,
    NEAR_KM,
    Counts,
    Errors,
    GoldDocument,
    GoldToponym,
    Reliability,
    match_spans,
    measure_km,
    read_gold,
)
from shapely import MultiPolygon, Point

from geomap.actors import ActorList
from geomap.areas import open_areas
from geomap.gazetteer import Gazetteer
from geomap.geoparsing import geoparse_parsed, resolve_spans
from geomap.language import ParsedDocument, load_language, parse_all
from geomap.model import Place, Resolution
from geomap.reading import read_text
from geomap.recognition import RecognitionOptions
from geomap.resolution import ResolutionOptions, resolve


def main() -> None:
    """Score every corpus named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path, help="gold files, JSONL")
    parser.add_argument("--limit", type=int, default=None, help="documents of each corpus at most")
    parser.add_argument("--literal-only", action="store_true", help="count only literal mentions as predictions")
    arguments = parser.parse_args()
    gazetteer = Gazetteer.open()
    actors = ActorList.load()
    for path in arguments.corpora:
        documents = read_gold(path)[: arguments.limit]
        print(f"== {path.parent.name}: {len(documents)} documents, {sum(len(d.toponyms) for d in documents)} toponyms")
        parsed = _parse(documents)
        score_end_to_end(documents, parsed, gazetteer, actors, literal_only=arguments.literal_only)
        score_given_spans(documents, parsed, gazetteer, actors)


def _parse(documents: list[GoldDocument]) -> list[ParsedDocument]:
    read = [read_text(d.text, doc_id=d.doc_id) for d in documents]
    load_language()
    start = time.perf_counter()
    parsed = list(parse_all(read, lemmas=False))
    own = time.perf_counter() - start
    start = time.perf_counter()
    for _ in load_language().pipe(d.text for d in documents):
        pass
    bare = time.perf_counter() - start
    print(f"parsing {len(documents) / own:.1f} documents/s; bare language model {len(documents) / bare:.1f}")
    return parsed


def score_end_to_end(
    documents: list[GoldDocument],
    parsed: list[ParsedDocument],
    gazetteer: Gazetteer,
    actors: ActorList,
    *,
    literal_only: bool = False,
    recognition: RecognitionOptions | None = None,
    resolution: ResolutionOptions | None = None,
) -> None:
    """Print how well names are found in raw text, and how well they are found and placed."""
    exact, overlap, end_to_end = Counts(), Counts(), Counts()
    start = time.perf_counter()
    answers = [
        geoparse_parsed(p, gazetteer=gazetteer, actors=actors, recognition=recognition, resolution=resolution)
        for p in parsed
    ]
    seconds = time.perf_counter() - start
    for document, found in zip(documents, answers, strict=True):
        kept = [r for r in found if r.mention.is_literal or not literal_only]
        _count(document, kept, exact, overlap, end_to_end)
    start = time.perf_counter()
    for p, found in zip(parsed, answers, strict=True):
        resolve(p.document, [r.mention for r in found], gazetteer, options=resolution)
    resolving = time.perf_counter() - start
    print(f"recognition exact    {exact}")
    print(f"recognition overlap  {overlap}")
    print(f"end to end @161 km   {end_to_end}")
    print(
        f"recognition and resolution {len(parsed) / seconds:.0f} documents/s after parsing; "
        f"resolution alone {len(parsed) / resolving:.0f}"
    )


def _count(document: GoldDocument, found: list[Resolution], exact: Counts, overlap: Counts, end_to_end: Counts) -> None:
    gold = [(t.start, t.end) for t in document.toponyms]
    spans = [(r.mention.start, r.mention.end) for r in found]
    for counts in (exact, overlap):
        counts.gold += len(gold)
        counts.predicted += len(spans)
    exact.right += len(set(gold) & set(spans))
    overlap.right += len(match_spans(gold, spans))
    placed = [r for r in found if r.place is not None]
    end_to_end.gold += sum(t.point is not None for t in document.toponyms)
    end_to_end.predicted += len(placed)
    for i, j in match_spans(gold, [(r.mention.start, r.mention.end) for r in placed]):
        point, place = document.toponyms[i].point, placed[j].place
        if point is None:
            end_to_end.predicted -= 1
        elif place is not None and _kilometres(point, place) <= NEAR_KM:
            end_to_end.right += 1


def _kilometres(point: tuple[float, float], place: Place | None) -> float:
    return FARTHEST_KM if place is None else measure_km(point, (place.latitude, place.longitude))


def score_given_spans(
    documents: list[GoldDocument],
    parsed: list[ParsedDocument],
    gazetteer: Gazetteer,
    actors: ActorList,
    *,
    recognition: RecognitionOptions | None = None,
    resolution: ResolutionOptions | None = None,
) -> None:
    """Print how well given spans are placed, the most populous place beside it, and the calibration."""
    errors, largest = Errors(), Errors()
    reliability = Reliability()
    same_id, with_id = 0, 0
    for document, one in zip(documents, parsed, strict=True):
        spans = [(t.start, t.end) for t in document.toponyms]
        answers = resolve_spans(
            one, spans, gazetteer=gazetteer, actors=actors, recognition=recognition, resolution=resolution
        )
        for gold, answer in zip(document.toponyms, answers, strict=True):
            if gold.point is None:
                continue
            _add(errors, gold, answer.place)
            _add(largest, gold, _most_populous(answer.mention.query, gazetteer))
            if answer.place is not None:
                reliability.pairs.append((answer.confidence, errors.kilometres[-1] <= NEAR_KM))
            if gold.geonames_id is not None:
                with_id += 1
                same_id += answer.place is not None and answer.place.geonames_id == gold.geonames_id
    _report(errors, largest, reliability, same_id / max(with_id, 1))


def _add(errors: Errors, gold: GoldToponym, place: Place | None) -> None:
    if gold.point is None:
        return
    km = _kilometres(gold.point, place)
    errors.kilometres.append(km)
    errors.answered += place is not None
    errors.inside += km <= NEAR_KM or (place is not None and _holds(place, gold.point))


def _holds(place: Place, point: tuple[float, float]) -> bool:
    """Say whether a point lies in an answered large area: its polygon, or the circle of a sea or region."""
    if place.feature_class in {"H", "L", "T"} or place.feature_code == "CONT":
        return measure_km(point, (place.latitude, place.longitude)) <= place.radius_km
    polygon = _outline(place)
    return polygon is not None and polygon.contains(Point(point[1], point[0]))


@cache
def _outline(place: Place) -> MultiPolygon | None:
    areas = open_areas()
    area = None
    if place.feature_code.startswith("PCL") and place.country is not None:
        area = areas.country(place.country)
    elif place.feature_code == "ADM1" and place.geonames_id is not None:
        area = areas.by_geonames_id(place.geonames_id)
    return None if area is None else areas.polygon(area)


def _most_populous(query: str, gazetteer: Gazetteer) -> Place | None:
    found = gazetteer.candidates(query, limit=60, variants=False)
    return max((c.place for c in found), key=lambda p: p.population, default=None)


def _report(errors: Errors, largest: Errors, reliability: Reliability, same_id: float) -> None:
    print(
        f"given gold spans     acc@161 {errors.accuracy:.3f} (most populous {largest.accuracy:.3f})  "
        f"area-aware {errors.area_accuracy:.3f}  answered {errors.answered / max(len(errors.kilometres), 1):.3f}"
    )
    print(
        f"                     median {errors.median:.1f} km  mean {errors.mean:.0f} km  AUC {errors.auc:.3f}  "
        f"same GeoNames id {same_id:.3f}"
    )
    print(
        f"calibration          ECE {reliability.error:.3f}  right of confidence >= .9: {reliability.sure_accuracy:.3f}"
    )
    for mean, share, count in reliability.table():
        print(f"                     said {mean:.2f}  right {share:.2f}  n {count}")


if __name__ == "__main__":
    main()
