"""Train the resolver's ranker: gold corpora go in, ``geomap/resolution/ranker.npz`` comes out.

Usage: ``python benchmarks/train_resolution.py CORPUS.jsonl... [--held-out] [--write]``. Needs scikit-learn beside
geomap's own dependencies; the program itself reads the weights with numpy alone. Documents are split by a hash of their
id, so that a run repeats exactly. Printed are accuracy@161 km by cross-validation over documents and, with
``--held-out``, on each corpus with the ranker trained on the others.
"""

from __future__ import annotations

import argparse
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scoring import NEAR_KM, GoldDocument, Reliability, measure_km, read_gold
from sklearn.isotonic import IsotonicRegression
from training import fit_trees

from geomap.actors import ActorList
from geomap.boosting import Floats, Ints
from geomap.gazetteer import Gazetteer
from geomap.language import ParsedDocument, parse_all
from geomap.model import Mention
from geomap.reading import read_text
from geomap.recognition import RecognitionOptions, make_mention, recognise
from geomap.resolution.candidates import CandidateLookup
from geomap.resolution.choosing import Scorer, choose_rows, settle
from geomap.resolution.features import FEATURES, Choice, DocumentRows, compute_context, prepare_rows
from geomap.resolution.groups import find_groups
from geomap.resolution.links import find_links
from geomap.resolution.ranker import WEIGHTS, Ranker, score_prior

FOLDS = 5
CLOSE_KM = 25.0


@dataclass(slots=True, kw_only=True)
class Example:
    """A document ready for the ranker.

    ``golds`` gives for each group the distances of its candidates to each gold point, in kilometres; ``exact`` the
    candidates that have gold's GeoNames id.
    """

    corpus: str
    fold: int
    rows: DocumentRows
    golds: dict[int, list[Floats]]
    exact: dict[int, set[int]]
    unanswerable: int


def main() -> None:
    """Train, cross-validate and, if asked, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--held-out", action="store_true", help="also train on all corpora but one, for each")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    arguments = parser.parse_args()
    examples = [e for path in arguments.corpora for e in collect(path)]
    cross, pairs = cross_validate(examples)
    print("cross-validated over documents", cross)
    print(f"calibration error on folds not fitted to {calibration_error(pairs):.3f}")
    if arguments.held_out:
        for corpus in sorted({e.corpus for e in examples}):
            inside = [e for e in examples if e.corpus != corpus]
            outside = [e for e in examples if e.corpus == corpus]
            trained = train(inside)
            print(f"trained without {corpus}:", evaluate(outside, trained)[0])
    print("prior weights alone", evaluate(examples, None)[0])
    if arguments.write:
        calibration = calibrate(pairs)
        write(train(examples), calibration)


def collect(path: Path) -> list[Example]:
    """Read a corpus and prepare its documents just as the resolver would see them with gold spans given."""
    documents = read_gold(path)
    parsed = parse_all((read_text(d.text, doc_id=d.doc_id) for d in documents), lemmas=False)
    return collect_parsed(path.parent.name, documents, parsed)


def collect_parsed(
    corpus: str,
    documents: Sequence[GoldDocument],
    parsed: Iterable[ParsedDocument],
    options: RecognitionOptions | None = None,
) -> list[Example]:
    """Prepare the documents of a corpus; ``options`` are those of the recognition of the names around the spans."""
    gazetteer, actors = Gazetteer.open(), ActorList.load()
    lookup = CandidateLookup(gazetteer)
    examples = []
    for document, one in zip(documents, parsed, strict=True):
        spans = [(t.start, t.end) for t in document.toponyms]
        found = recognise(one, gazetteer, actors, options=options)
        same = {(m.start, m.end): m for m in found}
        given = [same.get(s) or make_mention(one, *s, gazetteer, actors) for s in spans]
        around = [m for m in found if not any(m.start < end and start < m.end for start, end in spans)]
        mentions = sorted([*around, *given], key=lambda m: (m.start, m.end))
        examples.append(_prepare(corpus, document, mentions, lookup))
    return examples


def _prepare(corpus: str, document: GoldDocument, mentions: Sequence[Mention], lookup: CandidateLookup) -> Example:
    groups = find_groups(document.text, mentions, find_links(document.text, mentions), lookup)
    rows = prepare_rows(groups, mentions, lookup, len(document.text))
    points = {(t.start, t.end): t for t in document.toponyms if t.point is not None}
    golds: dict[int, list[Floats]] = defaultdict(list)
    exact: dict[int, set[int]] = defaultdict(set)
    unanswerable = 0
    for index, group in enumerate(groups):
        for member in group.members:
            gold = points.get((mentions[member].start, mentions[member].end))
            if gold is None or gold.point is None:
                continue
            if not len(group.table):
                unanswerable += 1
                continue
            places = [c.place for c in group.table.candidates]
            golds[index].append(np.array([measure_km(gold.point, (p.latitude, p.longitude)) for p in places]))
            if gold.geonames_id is not None:
                exact[index] |= {row for row, p in enumerate(places) if p.geonames_id == gold.geonames_id}
    return Example(
        corpus=corpus,
        fold=zlib.crc32(document.doc_id.encode()) % FOLDS,
        rows=rows,
        golds=dict(golds),
        exact=dict(exact),
        unanswerable=unanswerable,
    )


def train(examples: list[Example]) -> Ranker:
    """Train in two rounds: the second sees the document's other places as the first resolves them."""
    first = _fit(_gather(examples, [None]))
    return _fit(_gather(examples, [None, first]))


@dataclass(slots=True, kw_only=True)
class _Rows:
    features: Floats
    labels: Ints
    weights: Floats


def _gather(examples: list[Example], rankers: list[Ranker | None]) -> _Rows:
    features, labels, weights = [], [], []
    for example in examples:
        if not example.golds:
            continue
        for ranker in rankers:
            context = features_after(example.rows, ranker)
            for index, distances in example.golds.items():
                part = slice(example.rows.starts[index], example.rows.starts[index + 1])
                closest = np.mean(distances, axis=0)
                best = closest.min()
                # where the gazetteer lacks the place every candidate is wrong, and the ranker must learn to say so
                positive = (closest <= max(CLOSE_KM, best + 1)) & (closest <= NEAR_KM)
                if example.exact.get(index):
                    positive = np.isin(np.arange(len(closest)), list(example.exact[index]))
                unclear = (closest <= NEAR_KM) & ~positive
                features.append(context[part])
                labels.append(positive.astype(np.int64))
                # a mention counts once however many candidates it has, a frequent name more than a rare one
                share = np.sqrt(len(distances)) / np.sqrt(len(closest))
                weights.append(np.where(unclear, 0.15, 1.0) * share)
    return _Rows(features=np.concatenate(features), labels=np.concatenate(labels), weights=np.concatenate(weights))


def features_after(rows: DocumentRows, ranker: Ranker | None) -> Floats:
    """Compute the features of the last pass: the context is what a ranker (or the prior weights) chose before."""
    none = Choice(rows=np.full(len(rows.groups), -1, dtype=np.int64), weights=np.zeros(len(rows.groups)))
    features = np.hstack([rows.fixed, compute_context(rows, none)])
    choice = choose_rows(rows, score_prior(features))
    features = np.hstack([rows.fixed, compute_context(rows, choice)])
    if ranker is not None:
        choice = choose_rows(rows, Scorer.of(rows, ranker).score(features))
        features = np.hstack([rows.fixed, compute_context(rows, choice)])
    return features


def _fit(rows: _Rows) -> Ranker:
    trees = fit_trees(rows.features, rows.labels, rows.weights)
    return Ranker(trees=trees, calibration=np.array([[0.0, 1.0], [0.0, 1.0]]))


def evaluate(examples: list[Example], ranker: Ranker | None) -> tuple[dict[str, float], list[tuple[float, bool]]]:
    """Give accuracy@161 km by corpus, unanswered counted wrong, and the raw confidences with what came of them."""
    right: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    pairs = []
    for example in examples:
        total[example.corpus] += example.unanswerable
        if not example.golds:
            continue
        features = features_after(example.rows, ranker)
        best, raw = settle(example.rows, Scorer.of(example.rows, ranker).score(features))
        settled = dict(zip(example.rows.filled.tolist(), zip(best.tolist(), raw.tolist(), strict=True), strict=True))
        for index, distances in example.golds.items():
            row, confidence = settled[index]
            for one in distances:
                near = bool(one[row - int(example.rows.starts[index])] <= NEAR_KM)
                total[example.corpus] += 1
                right[example.corpus] += near
                pairs.append((confidence, near))
    return {corpus: round(right[corpus] / total[corpus], 4) for corpus in total}, pairs


def cross_validate(examples: list[Example]) -> tuple[dict[str, float], list[tuple[float, bool]]]:
    """Train on all folds but one, evaluate on it, for each; mean accuracies weighted by fold size come out."""
    pairs = []
    results: dict[str, list[float]] = defaultdict(list)
    for fold in range(FOLDS):
        trained = train([e for e in examples if e.fold != fold])
        accuracies, fold_pairs = evaluate([e for e in examples if e.fold == fold], trained)
        pairs += fold_pairs
        for corpus, accuracy in accuracies.items():
            results[corpus].append(accuracy)
    return {corpus: round(float(np.mean(values)), 4) for corpus, values in results.items()}, pairs


def calibrate(pairs: list[tuple[float, bool]]) -> Floats:
    """Fit the map from raw to calibrated confidence on documents the ranker did not see."""
    raw = np.array([p for p, _ in pairs])
    right = np.array([r for _, r in pairs], dtype=np.float64)
    knots = np.unique(np.quantile(raw, np.linspace(0, 1, 41)))
    fitted = IsotonicRegression(out_of_bounds="clip", y_min=0.01, y_max=0.99).fit(raw, right).predict(knots)
    return np.vstack([knots, fitted])


def calibration_error(pairs: list[tuple[float, bool]]) -> float:
    """Fit the calibration on one half of the answers, give the expected calibration error on the other."""
    order = np.random.default_rng(0).permutation(len(pairs))
    half = [pairs[i] for i in order[: len(order) // 2]]
    knots, values = calibrate(half)
    reliability = Reliability(
        pairs=[(float(np.interp(pairs[i][0], knots, values)), pairs[i][1]) for i in order[len(order) // 2 :]]
    )
    return reliability.error


def write(ranker: Ranker, calibration: Floats) -> None:
    """Write the weights into the package."""
    np.savez_compressed(
        WEIGHTS, allow_pickle=False, names=np.array(FEATURES), calibration=calibration, **ranker.trees.arrays()
    )
    print("wrote", WEIGHTS.name, WEIGHTS.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
