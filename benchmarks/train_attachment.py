"""Train which place name is an event's: the shared sentences go in, ``geomap/events/attachment.npz`` comes out.

Usage: ``python benchmarks/train_attachment.py [--write]``. Needs scikit-learn. Only the nine tenths of the
sentences for tuning are read; ``python benchmarks/events.py sentences`` measures on the tenth held back.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from events import load_sentences, parse_sentences
from training import fit_trees

from geomap.boosting import BoostedTrees, Floats, Ints
from geomap.events.attaching import ATTACHED, describe_names
from geomap.events.attachment import TIES, WEIGHTS
from geomap.events.ontology import load_ontology

FOLDS = 5


@dataclass(slots=True, kw_only=True)
class Rows:
    """The names of all sentences: descriptions, whether gold has them, and the number of their sentence."""

    features: Floats
    labels: Ints
    sentences: Ints
    gold: int
    empty: frozenset[int]


def main() -> None:
    """Cross-validate, train on all and, if asked, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    arguments = parser.parse_args()
    rows = collect()
    folds = rows.sentences % FOLDS
    scores = np.zeros(len(rows.labels))
    for fold in range(FOLDS):
        scores[folds == fold] = train(rows, folds != fold).score(rows.features[folds == fold])
    report(rows, 1 / (1 + np.exp(-scores)))
    if arguments.write:
        trees = train(rows, np.full(len(rows.labels), True))
        np.savez_compressed(WEIGHTS, allow_pickle=False, names=np.array(TIES), **trees.arrays())
        print("wrote", WEIGHTS.name, WEIGHTS.stat().st_size, "bytes")


def collect() -> Rows:
    """Describe the names of the sentences for tuning."""
    ontology = load_ontology()
    features: list[list[float]] = []
    labels: list[bool] = []
    sentences: list[int] = []
    gold_count, empty = 0, set()
    rows = load_sentences(held_back=False)
    for number, (row, part, verb, resolutions) in enumerate(parse_sentences(rows)):
        gold = [(g["start"], g["end"]) for g in row["locations"]]
        gold_count += len(gold)
        if not gold:
            empty.add(number)
        spans, described = describe_names(part, verb, resolutions, ontology)
        features += described
        labels += [any(a < d and c < b for c, d in gold) for a, b in spans]
        sentences += [number] * len(spans)
    return Rows(
        features=np.array(features, dtype=np.float64),
        labels=np.array(labels, dtype=np.int64),
        sentences=np.array(sentences, dtype=np.int64),
        gold=gold_count,
        empty=frozenset(empty),
    )


def train(rows: Rows, chosen: np.ndarray) -> BoostedTrees:
    """Train on the chosen rows."""
    labels = rows.labels[chosen]
    return fit_trees(rows.features[chosen], labels, np.ones(len(labels)), trees=200, depth=5)


def report(rows: Rows, probabilities: Floats) -> None:
    """Print precision, recall, F1 and the share rightly left empty, for thresholds around the one that is used."""
    for least in (ATTACHED - 0.1, ATTACHED - 0.05, ATTACHED, ATTACHED + 0.05):
        given = probabilities >= least
        right = int(rows.labels[given].sum())
        precision, recall = right / max(int(given.sum()), 1), right / max(rows.gold, 1)
        wrongly = rows.empty & set(rows.sentences[given].tolist())
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        kept = 1 - len(wrongly) / max(len(rows.empty), 1)
        print(f"from {least:.2f}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} rightly empty {kept:.3f}")


if __name__ == "__main__":
    main()
