"""Train the weights of recognition: gold corpora go in, ``geomap/recognition/recogniser.npz`` comes out.

Usage: ``python benchmarks/train_recognition.py CORPUS.jsonl... [--held-out] [--write]``. Needs scikit-learn. Corpora
disagree on what a toponym is: nationalities are judged by rule and not trained, so only place names proper are learned.
"""

from __future__ import annotations

import argparse
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scoring import Counts, GoldDocument, read_gold
from training import fit_trees

from geomap.actors import ActorList
from geomap.boosting import BoostedTrees, Floats, Ints
from geomap.gazetteer import Gazetteer
from geomap.language import ParsedDocument, parse_all
from geomap.reading import read_text
from geomap.recognition.evidence import EVIDENCE
from geomap.recognition.recogniser import WEIGHTS, describe_all, find_contexts
from geomap.recognition.toponymy import judge_certain

FOLDS = 5


@dataclass(slots=True, kw_only=True)
class Spans:
    """The spans to be weighed of one document, with what gold says; ``certain`` counts those judged by rule."""

    corpus: str
    fold: int
    rows: Floats
    labels: Ints
    certain: Counts


def main() -> None:
    """Train, cross-validate and, if asked, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--held-out", action="store_true", help="also train on all corpora but one, for each")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    arguments = parser.parse_args()
    spans = [s for path in arguments.corpora for s in collect(path)]
    report("by rule alone", spans, None)
    total: dict[str, Counts] = defaultdict(Counts)
    for fold in range(FOLDS):
        trees = train([s for s in spans if s.fold != fold])
        for corpus, counts in evaluate([s for s in spans if s.fold == fold], trees).items():
            add(total[corpus], counts)
    for corpus, counts in total.items():
        print(f"cross-validated      {corpus:14} {counts}")
    if arguments.held_out:
        for corpus in sorted({s.corpus for s in spans}):
            report(
                "trained without",
                [s for s in spans if s.corpus == corpus],
                train([s for s in spans if s.corpus != corpus]),
            )
    if arguments.write:
        np.savez_compressed(WEIGHTS, allow_pickle=False, names=np.array(EVIDENCE), **train(spans).arrays())
        print("wrote", WEIGHTS.name, WEIGHTS.stat().st_size, "bytes")


def collect(path: Path) -> list[Spans]:
    """Read a corpus and describe its spans."""
    documents = read_gold(path)
    parsed = parse_all((read_text(d.text, doc_id=d.doc_id) for d in documents), lemmas=False)
    return collect_parsed(path.parent.name, documents, parsed)


def collect_parsed(corpus: str, documents: Sequence[GoldDocument], parsed: Iterable[ParsedDocument]) -> list[Spans]:
    """Describe the spans of a corpus; one is right where it overlaps a gold toponym."""
    gazetteer, actors = Gazetteer.open(), ActorList.load()
    found = []
    for document, one in zip(documents, parsed, strict=True):
        gold = [(t.start, t.end) for t in document.toponyms]
        contexts = find_contexts(one, gazetteer, actors)
        verdicts = [judge_certain(context, gazetteer) for _, context in contexts]
        weighed = [pair for pair, verdict in zip(contexts, verdicts, strict=True) if verdict is None]
        labels = [any(c.start < end and start < c.end for start, end in gold) for _, c in contexts]
        kept = [label for label, verdict in zip(labels, verdicts, strict=True) if (verdict or 0) >= 0.5]
        found.append(
            Spans(
                corpus=corpus,
                fold=zlib.crc32(document.doc_id.encode()) % FOLDS,
                rows=describe_all(one, weighed, gazetteer),
                labels=np.array(
                    [label for label, verdict in zip(labels, verdicts, strict=True) if verdict is None], dtype=np.int64
                ),
                certain=Counts(right=sum(kept), predicted=len(kept), gold=len(gold)),
            )
        )
    return found


def train(spans: list[Spans]) -> BoostedTrees:
    """Train on the weighed spans; each corpus counts by the square root of its size."""
    sizes: dict[str, int] = defaultdict(int)
    for one in spans:
        sizes[one.corpus] += len(one.labels)
    rows = np.concatenate([s.rows for s in spans])
    labels = np.concatenate([s.labels for s in spans])
    weights = np.concatenate([np.full(len(s.labels), sizes[s.corpus] ** -0.5) for s in spans])
    return fit_trees(rows, labels, weights / weights.mean(), trees=120, depth=4)


def evaluate(spans: list[Spans], trees: BoostedTrees | None) -> dict[str, Counts]:
    """Count by corpus, spans judged by rule included; without trees the rule (the first column) decides."""
    total: dict[str, Counts] = defaultdict(Counts)
    for one in spans:
        scores = trees.score(one.rows) if trees is not None else one.rows[:, 0] - 0.5
        chosen = scores >= 0
        add(total[one.corpus], one.certain)
        add(
            total[one.corpus],
            Counts(right=int(one.labels[chosen].sum()), predicted=int(chosen.sum()), gold=0),
        )
    return total


def add(total: Counts, part: Counts) -> None:
    """Add counts to counts."""
    total.right += part.right
    total.predicted += part.predicted
    total.gold += part.gold


def report(title: str, spans: list[Spans], trees: BoostedTrees | None) -> None:
    """Print the counts of each corpus."""
    for corpus, counts in evaluate(spans, trees).items():
        print(f"{title:20} {corpus:14} {counts}")


if __name__ == "__main__":
    main()
