"""The geoparser on corpora that no part of it has seen: both parts are trained anew on the others, for each.

Usage: ``python benchmarks/geoparsing_unseen.py CORPUS.jsonl... [--partial CORPUS.jsonl...] [--only NAME]``. Needs
scikit-learn. For each corpus recognition is trained on all the others; then the ranker, with the names that this
recognition finds around the gold spans; then the calibration, on folds of the others. So nothing made from a corpus has
a part in its figures. ``--partial`` corpora, whose gold gives only some names of a text, train the ranker alone and are
scored with gold spans alone. Printed is what ``benchmarks/geoparsing.py`` prints of the shipped weights.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import train_recognition
import train_resolution
from geoparsing import score_end_to_end, score_given_spans
from scoring import GoldDocument, read_gold

from geomap.actors import ActorList
from geomap.boosting import BoostedTrees
from geomap.gazetteer import Gazetteer
from geomap.language import ParsedDocument, parse_all
from geomap.reading import read_text
from geomap.recognition import RecognitionOptions
from geomap.resolution import ResolutionOptions
from geomap.resolution.ranker import Ranker


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A gold corpus, parsed; ``partial`` where its gold gives only some names of a text."""

    name: str
    documents: list[GoldDocument]
    parsed: list[ParsedDocument]
    partial: bool

    @classmethod
    def read(cls, path: Path, *, partial: bool) -> Corpus:
        """Read and parse a corpus."""
        documents = read_gold(path)
        parsed = list(parse_all((read_text(d.text, doc_id=d.doc_id) for d in documents), lemmas=False))
        return cls(name=path.parent.name, documents=documents, parsed=parsed, partial=partial)


def main() -> None:
    """Score every corpus with what was learnt from the others."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path, help="gold files, JSONL, two at least")
    parser.add_argument("--partial", nargs="*", type=Path, default=[], help="gold files that give only some names")
    parser.add_argument("--only", action="append", default=[], help="score this corpus, by the name of its folder")
    arguments = parser.parse_args()
    corpora = [Corpus.read(path, partial=False) for path in arguments.corpora]
    corpora += [Corpus.read(path, partial=True) for path in arguments.partial]
    gazetteer, actors = Gazetteer.open(), ActorList.load()
    for corpus in corpora:
        if arguments.only and corpus.name not in arguments.only:
            continue
        others = [c for c in corpora if c.name != corpus.name]
        recognition = RecognitionOptions(trees=train_recogniser(others))
        resolution = ResolutionOptions(ranker=train_ranker(others, recognition))
        print(f"== {corpus.name}, learnt from {', '.join(c.name for c in others)}", flush=True)
        if not corpus.partial:
            score_end_to_end(
                corpus.documents, corpus.parsed, gazetteer, actors, recognition=recognition, resolution=resolution
            )
        score_given_spans(
            corpus.documents, corpus.parsed, gazetteer, actors, recognition=recognition, resolution=resolution
        )


def train_recogniser(corpora: list[Corpus]) -> BoostedTrees:
    """Train recognition on the corpora whose gold gives every name."""
    spans = [
        s for c in corpora if not c.partial for s in train_recognition.collect_parsed(c.name, c.documents, c.parsed)
    ]
    return train_recognition.train(spans)


def train_ranker(corpora: list[Corpus], recognition: RecognitionOptions) -> Ranker:
    """Train the ranker, and calibrate it on folds that it did not see."""
    examples = [e for c in corpora for e in train_resolution.collect_parsed(c.name, c.documents, c.parsed, recognition)]
    _, pairs = train_resolution.cross_validate(examples)
    return Ranker(trees=train_resolution.train(examples).trees, calibration=train_resolution.calibrate(pairs))


if __name__ == "__main__":
    main()
