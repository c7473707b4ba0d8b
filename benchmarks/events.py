"""Event extraction: quality on gold articles and sentences, and speed beside the bare language model.

    python benchmarks/events.py                     # everything that is there
    python benchmarks/events.py articles [DIR...]   # gold, by set: NAME.json with NAME.txt or .html beside it
    python benchmarks/events.py refused             # mentions of the gold that must not be mapped, by kind
    python benchmarks/events.py sentences           # sentence -> place, the held-back tenth of the shared sentences
    python benchmarks/events.py speed               # words per second, whole extraction against the bare pipeline

Tuning used the reference article, the samples and dev and dev2 of tests/gold/events. The other sets there (heldout,
heldout2, heldout3, re3d) and the held-back tenth of the sentences were not looked at while rules were written; only
their totals are printed. The gold of re3d holds offsets only: its documents are read where they lie, in the shared
folder.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import json
import sys
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from geomap.actors import ActorList
from geomap.events.attaching import ATTACHED, attach
from geomap.events.ontology import load_ontology
from geomap.export import dump_geojson
from geomap.frame import build_frame
from geomap.gazetteer import Gazetteer
from geomap.geoparsing import geoparse_parsed
from geomap.language import ParsedPart, load_language, parse_all
from geomap.model import Document, Resolution
from geomap.pipeline import extract_documents, extract_events
from geomap.reading import read, read_text
from geomap.recognition import RecognitionOptions

if TYPE_CHECKING:
    from spacy.tokens import Token

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
LENIENT = RecognitionOptions(threshold=0.2)
"""As the extraction recognises names: a doubtful one counts only if grammar ties it to an event."""
GOLD = ROOT / "tests" / "gold"
HELD_OUT = ("heldout", "heldout2", "heldout3", "re3d")


def load_scorer() -> ModuleType:
    """Load the shared scorer from where it lies."""
    path = SHARED / "tools" / "score_events.py"
    spec = importlib.util.spec_from_file_location("score_events", path)
    if spec is None or spec.loader is None or not path.exists():
        sys.exit(f"{path}: the scorer is not there; run beside the shared folder")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def load_article(article: Path, gold: Path) -> list[Document]:
    """Read an article, dated as its gold says: a file of its own, or the line of a JSON-lines file the gold names."""
    told = json.loads(gold.read_text("utf-8"))
    about = told.get("article", {})
    day = about.get("published") or about.get("reference_date")
    published = dt.date.fromisoformat(day) if day else None
    source = told.get("source")
    if source is None:
        return read(article, published=published)
    lines = map(json.loads, article.read_text("utf-8").splitlines())
    text = next((line["text"] for line in lines if line["_id"] == source["id"]), None)
    if text is None or zlib.crc32(text.encode()) != source["crc32"]:
        sys.exit(f"{article}: document {source['id']} is gone or not as {gold.name} has it: its offsets are void")
    return [read_text(text, doc_id=gold.stem, published=published)]


def extract_article(article: Path, gold: Path) -> tuple[str, list[dict[str, Any]]]:
    """Extract the events of an article; give its text and the features."""
    documents = load_article(article, gold)
    return documents[0].text, json.loads(dump_geojson(extract_events(documents)))["features"]


def score_article(scorer: ModuleType, article: Path, gold: Path) -> dict[str, Any]:
    """Extract the events of an article and score them."""
    text, features = extract_article(article, gold)
    events = scorer.load_gold(gold)
    for event in events:
        # the scorer wants an object where some optional events of the reference gold give a plain day
        if isinstance(event.get("date"), str):
            event["date"] = {"earliest": event["date"]}
    result: dict[str, Any] = scorer.score(events, features, text)
    return result


def find_articles(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Pair the gold of a folder with its articles; say which articles are not on this machine."""
    for gold in sorted(folder.glob("*.json")):
        source = json.loads(gold.read_text("utf-8")).get("source")
        if source is None:
            candidates = [gold.with_suffix(suffix) for suffix in (".txt", ".html")]
        else:
            candidates = [SHARED / "data" / "events" / source["folder"] / "documents.jsonl"]
        article = next((c for c in candidates if c.exists()), None)
        if article is None:
            print(f"{gold}: skipped, its article {candidates[0]} is not there", file=sys.stderr)
        else:
            yield article, gold


def find_sets(folders: list[Path]) -> dict[str, list[tuple[Path, Path]]]:
    """Pair articles with gold, by set: the folders named, or all that is there."""
    if folders:
        return {f.name: list(find_articles(f)) for f in folders}
    reference = SHARED / "data" / "reference-article"
    samples = sorted(p for p in (ROOT / "data" / "samples").iterdir() if p.is_file())
    return {
        "reference": [(reference / "article.txt", reference / "gold.json")],
        "samples": [(a, GOLD / "samples" / f"{a.stem}.json") for a in samples],
        **{name: list(find_articles(GOLD / "events" / name)) for name in ("dev", "dev2", *HELD_OUT)},
    }


def run_refused(folders: list[Path]) -> None:
    """Print how many of the mentions that must not be mapped are the place of a mapped event, by kind and set."""
    for name, pairs in find_sets(folders).items():
        kinds: dict[str, list[bool]] = {}
        for article, gold in pairs:
            _, features = extract_article(article, gold)
            placed = {
                (e["start"] + e["place"][0], e["start"] + e["place"][1])
                for f in features
                if f["geometry"]
                for e in f["properties"]["evidence"]
                if e["place"]
            }
            for mention in json.loads(gold.read_text("utf-8"))["must_not_map"]:
                mapped = any(a < mention["end"] and mention["start"] < b for a, b in placed)
                kinds.setdefault(mention.get("kind", "any"), []).append(mapped)
        every = [m for mapped in kinds.values() for m in mapped]
        print(f"must not be mapped, {name}: {sum(every)} of {len(every)} ({sum(every) / max(len(every), 1):.3f}) are")
        for kind, outcomes in sorted(kinds.items()):
            if any(outcomes):
                print(f"   {kind}: {sum(outcomes)} of {len(outcomes)}")


def run_articles(folders: list[Path], *, verbose: bool) -> None:
    """Print a row an article, unless it is held out, and the total of each set."""
    scorer = load_scorer()
    for name, pairs in find_sets(folders).items():
        rows = []
        for article, gold in pairs:
            row = score_article(scorer, article, gold)
            rows.append(row)
            if name not in HELD_OUT or verbose:
                print(scorer.line(article.stem if article.suffix != ".jsonl" else gold.stem, row))
            if verbose:
                for what in ("missed", "false_titles"):
                    for entry in row[what]:
                        print(f"   {what}: {entry}")
        if rows:
            total = scorer.total(rows)
            each = total["false_points"] / len(rows)
            print(f"{scorer.line(f'TOTAL {name} ({len(rows)})', total)} ({each:.2f} an article)")


def load_sentences(*, held_back: bool) -> list[dict[str, Any]]:
    """Load the sentences with one event verb; a tenth, chosen by its id, is held back."""
    path = SHARED / "data" / "events" / "sentences" / "event_location.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [r for r in rows if (zlib.crc32(r["id"].encode()) % 10 == 0) == held_back]


def parse_sentences(
    rows: list[dict[str, Any]],
) -> Iterator[tuple[dict[str, Any], ParsedPart, Token, list[Resolution]]]:
    """Parse sentences and resolve their names; give each with its part and the head of its verb."""
    gazetteer, actors = Gazetteer.open(), ActorList.load()
    parsed = parse_all(read_text(row["text"], doc_id=str(i)) for i, row in enumerate(rows))
    for row, one in zip(rows, parsed, strict=True):
        verb = row["verbs"][0]
        for part in one.parts:
            span = part.span(verb["start"], verb["end"])
            if span is not None:
                found = geoparse_parsed(one, gazetteer=gazetteer, actors=actors, recognition=LENIENT)
                yield row, part, span.root, found


def run_sentences(*, held_back: bool, limit: int | None) -> None:
    """Print precision, recall and F1 of the event's place and the share of rightly empty sentences.

    The verb is given, as the published systems have it; which names are its place is what is asked.
    """
    rows = load_sentences(held_back=held_back)[:limit]
    right = given = empty_right = 0
    wanted = sum(len(row["locations"]) for row in rows)
    empty = sum(not row["locations"] for row in rows)
    ontology = load_ontology()
    for row, part, verb, resolutions in parse_sentences(rows):
        attached = [a for a in attach(part, verb, resolutions, ontology) if a.probability >= ATTACHED]
        gold = [(g["start"], g["end"]) for g in row["locations"]]
        right += sum(any(a.start < d and c < a.end for c, d in gold) for a in attached)
        given += len(attached)
        empty_right += not gold and not attached
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    name = "held back" if held_back else "development"
    print(f"sentences ({name}, {len(rows)}): precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}", end=" ")
    print(f"rightly empty {empty_right}/{empty} ({empty_right / max(empty, 1):.3f})")


def run_speed() -> None:
    """Print words per second of the whole extraction and of the bare pipeline on the same texts, in turn."""
    article = SHARED / "data" / "reference-article" / "article.txt"
    samples = sorted((ROOT / "data" / "samples").glob("*.txt"))
    texts = [p.read_text("utf-8") for p in [article, *samples] if p.exists()] * 20
    documents: list[Document] = [read_text(t, doc_id=str(i)) for i, t in enumerate(texts)]
    words = sum(len(t.split()) for t in texts)
    language = load_language()
    list(extract_documents(documents[:4]))
    list(language.pipe(texts[:4]))
    for turn in range(3):
        begin = time.perf_counter()
        list(language.pipe(texts))
        bare = time.perf_counter() - begin
        begin = time.perf_counter()
        build_frame(e for one in extract_documents(documents) for e in one.extraction.events)
        whole = time.perf_counter() - begin
        rates = f"bare {words / bare:,.0f} words/s, whole {words / whole:,.0f} words/s"
        print(f"turn {turn + 1}: {rates}, ratio {bare / whole:.2f}")


def main() -> None:
    """Read the command line and run what it names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=["articles", "refused", "sentences", "speed"])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--verbose", action="store_true", help="name what was missed and what was false")
    parser.add_argument("--development", action="store_true", help="the nine tenths of the sentences for tuning")
    parser.add_argument("--limit", type=int, help="only so many sentences")
    options = parser.parse_args()
    if options.what in {None, "articles"}:
        run_articles(options.folders, verbose=options.verbose)
    if options.what in {None, "refused"}:
        run_refused(options.folders)
    if options.what in {None, "sentences"}:
        run_sentences(held_back=not options.development, limit=options.limit)
    if options.what in {None, "speed"}:
        run_speed()


if __name__ == "__main__":
    main()
