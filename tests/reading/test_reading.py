"""Files, folders, globs and standard input to documents, and what cannot be read."""

from __future__ import annotations

import ast
import codecs
import datetime as dt
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geomap.dates
import geomap.reading
from geomap.errors import DateError, InputError
from geomap.model import Document
from geomap.reading import ReadFailure, read, read_documents, read_text

STORY = "KYIV, 4 May 2023 – The siren sounded “twice” at the café."


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("cp1252", b""),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, mark: bytes) -> None:
    [document] = read(write(tmp_path / "a.txt", mark + STORY.encode(encoding)))
    assert document.text == STORY


def test_cyrillic_code_page(tmp_path: Path) -> None:
    story = "Взрыв прогремел в порту города рано утром во вторник, сообщили местные власти. Погибли два человека."
    [document] = read(write(tmp_path / "a.txt", story.encode("cp1251")))
    assert document.text == story


def test_line_ends_are_those_of_text_mode(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"Headline\r\n\r\nThe dam broke.\r\n")
    assert read(path)[0].text == path.read_text("utf-8")


@given(st.text(min_size=1).filter(str.strip))
def test_text_is_kept_as_given(text: str) -> None:
    document = read_text(text)
    assert document.text == text
    assert all(text[b.start : b.end].strip() for b in document.blocks)


def test_the_callers_date_goes_first(tmp_path: Path) -> None:
    day = dt.date(2024, 1, 1)
    [document] = read(write(tmp_path / "a.txt", STORY), published=day)
    assert (document.published, document.published_reason) == (day, "given by the caller")
    assert read(tmp_path)[0].published == dt.date(2023, 5, 4)


def test_an_undated_text_stays_undated() -> None:
    document = read_text("The dam broke on Tuesday.")
    assert document.published is None
    assert document.published_reason.startswith("unknown")


def test_json_and_json_lines(tmp_path: Path) -> None:
    record = {"text": STORY, "title": "Sirens", "published": "2023-05-05T08:00:00Z", "url": "https://example.org/1"}
    write(tmp_path / "one.json", json.dumps(record))
    write(tmp_path / "two.json", json.dumps([record, {**record, "doc_id": "x"}]))
    lines = [json.dumps(record), "", "{broken", json.dumps({"title": "no text"}), json.dumps({**record, "doc_id": 7})]
    write(tmp_path / "three.jsonl", "\n".join(lines))
    [one] = read(tmp_path / "one.json")
    assert (one.doc_id, one.title, one.url, one.source) == ("one:1", "Sirens", "https://example.org/1", "one.json")
    assert (one.published, one.published_reason) == (dt.date(2023, 5, 5), 'stated by "published" in the file')
    assert [d.doc_id for d in read(tmp_path / "two.json")] == ["two:1", "x"]
    outcomes = list(read_documents(tmp_path / "three.jsonl"))
    assert [getattr(o, "doc_id", None) for o in outcomes] == ["three:1", None, None, "7"]
    failures = [o for o in outcomes if isinstance(o, ReadFailure)]
    assert [failure.line for failure in failures] == [3, 4]
    assert "line 3" in failures[0].message
    assert '"text"' in failures[1].message


def test_a_published_that_is_no_date(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", json.dumps({"text": STORY, "published": "soon"}))
    with pytest.raises(DateError, match="'soon' is not a date"):
        read(path)


def test_markdown_front_matter(tmp_path: Path) -> None:
    path = write(tmp_path / "a.md", "---\ntitle: Sirens\ndate: 2023-05-06\n---\n\n# Night\n\nThe siren sounded.\n")
    [document] = read(path)
    assert (document.title, document.published) == ("Sirens", dt.date(2023, 5, 6))
    assert [document.text[b.start : b.end] for b in document.blocks] == ["Night", "The siren sounded."]


@pytest.mark.parametrize(
    "text",
    [
        "Headline\n\nDecember 26, 2023\n\nThe dam broke on Tuesday.",
        "Headline\n\nPublished: 26 December 2023, 10:15 UTC\n\nThe dam broke on Tuesday.",
        "The dam broke on Tuesday, the mayor said, and the water took the bridge.\n\nPosted on 2023-12-26",
    ],
)
def test_a_line_that_states_the_date(text: str) -> None:
    document = read_text(text)
    assert document.published == dt.date(2023, 12, 26)
    assert document.published_reason.startswith("stated by the text")


def test_line_breaks_of_a_page_part_sentences(tmp_path: Path) -> None:
    first = "The river rose by two metres on Sunday and took forty houses with it."
    article = f"<p>{first}<br>It fell on<br/>Monday, they said.</p><p>{first} {first}</p>"
    html = f"<html><body><article>{article}</article></body></html>"
    [document] = read(write(tmp_path / "a.html", html))
    parts = [document.text[b.start : b.end] for b in document.blocks]
    assert parts[:2] == [first, "It fell on Monday, they said."]


def page(date: str) -> str:
    paragraph = "The river rose by two metres on Sunday, and the fire service took forty people from their houses."
    return (
        f'<html><head><title>Flood</title><meta property="article:published_time" content="{date}">'
        '<meta property="og:site_name" content="Delta Wire"></head><body><nav>Home</nav><article>'
        f"<h1>Flood in the delta</h1><p>{paragraph}</p><h2>Help arrives</h2>"
        f"<p>{paragraph[:-1]} again.</p></article></body></html>"
    )


def test_a_web_page(tmp_path: Path) -> None:
    [document] = read(write(tmp_path / "a.html", page("2021-06-21T08:30:00Z")))
    assert document.published == dt.date(2021, 6, 21)
    assert document.published_reason == "stated by the page's metadata"
    assert document.source == "Delta Wire"
    kinds = [(b.kind.value, document.text[b.start : b.end][:12]) for b in document.blocks]
    assert [k for k in kinds if k[0] == "heading"] == [("heading", "Flood in the"), ("heading", "Help arrives")]
    assert "Home" not in document.text


def test_a_page_dated_beyond_today_is_believed(tmp_path: Path) -> None:
    assert read(write(tmp_path / "a.html", page("2098-05-01")))[0].published == dt.date(2098, 5, 1)


def test_folders_globs_and_order(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.txt", "a.txt", "deep/a.txt", "skip.csv", ".hidden.txt"):
        write(tmp_path / name, STORY)
    identifiers = [d.doc_id for d in read(tmp_path)]
    assert identifiers == ["a", "b", "deep/a.txt"]
    assert [d.doc_id for d in read(str(tmp_path / "*.txt"))] == ["a", "b"]
    assert len(read(tmp_path / "a.txt", str(tmp_path / "a.*"))) == 1


def test_the_order_of_sources_changes_no_document(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}.txt", f"{name.upper()} – {STORY}") for name in ("dakar", "accra", "lagos")]
    assert sorted(read(*paths), key=lambda d: d.doc_id) == sorted(read(*reversed(paths)), key=lambda d: d.doc_id)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n", "empty"),
        ("binary.txt", bytes(range(256)) * 8, "binary"),
        ("paper.txt", b"%PDF-1.7 ...", "PDF"),
        ("table.csv", b"a,b", "cannot read .csv"),
        ("bad.json", b"{", "not valid JSON"),
        ("bad.json", b'"text"', "expected an object"),
        ("bad.jsonl", b'{"text": 3}\n', '"text"'),
        ("none.html", b"<html><body><nav>Home</nav></body></html>", "no article text"),
        ("only.md", b"---\ntitle: x\n---\n", "no text"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = write(tmp_path / name, content)
    with pytest.raises(InputError, match=message) as caught:
        read(path)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_and_unmatched(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read(tmp_path / "nowhere.txt")
    with pytest.raises(InputError, match="no file matches"):
        read(str(tmp_path / "*.txt"))
    with pytest.raises(InputError, match="holds no file"):
        read(tmp_path)


def test_one_bad_file_loses_no_other(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", STORY)
    write(tmp_path / "b.txt", b"")
    write(tmp_path / "c.txt", STORY)
    outcomes = list(read_documents(tmp_path, tmp_path / "nowhere"))
    assert [isinstance(o, Document) for o in outcomes] == [True, False, True, False]


@pytest.mark.parametrize(
    ("content", "doc_id"),
    [(STORY, "stdin"), (json.dumps({"text": STORY}), "stdin:1"), (page("2021-06-21"), "stdin")],
)
def test_standard_input(content: str, doc_id: str) -> None:
    script = "from geomap.reading import read; [d] = read('-'); print(d.doc_id, d.published, len(d.blocks))"
    done = subprocess.run([sys.executable, "-c", script], input=content.encode(), capture_output=True, check=True)
    found, published, blocks = done.stdout.decode().split()
    assert (found, published.startswith("202"), int(blocks) > 0) == (doc_id, True, True)


def test_plain_text_loads_no_html_library() -> None:
    script = "import sys; from geomap.reading import read_text; read_text('x'); print('trafilatura' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.split() == [b"False"]


def test_no_source_asks_the_clock() -> None:
    asked = []
    for package in (geomap.dates, geomap.reading):
        for path in sorted(Path(str(package.__file__)).parent.glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Attribute) and node.attr in {
                    "today",
                    "now",
                    "utcnow",
                    "localtime",
                    "gmtime",
                    "time",
                }:
                    asked.append((path.name, node.lineno))
                if isinstance(node, ast.Import | ast.ImportFrom):
                    names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
                    asked += [(path.name, node.lineno)] * ("time" in names)
    assert asked == []


def test_the_reference_article(shared_data: Path) -> None:
    folder = shared_data / "reference-article"
    [document] = read(folder / "article.txt")
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    starts = {s["start"]: s["id"] for s in gold["sentences"]}
    headings = [starts[b.start] for b in document.blocks if b.kind.value == "heading"]
    assert headings == gold["article"]["headings"]
    assert document.dateline is not None
    assert document.text[document.dateline.place_start : document.dateline.place_end] == "ERBIL"
    assert document.published == dt.date(2023, 12, 26)


@pytest.mark.parametrize("stem", ["drone-strike", "farm-protest", "flood"])
def test_the_samples_and_their_gold(samples: Path, root: Path, stem: str) -> None:
    [path] = samples.glob(f"{stem}.*")
    [document] = read(path)
    gold = json.loads((root / "tests" / "gold" / "samples" / f"{stem}.json").read_text("utf-8"))
    for span in (*gold["sentences"], *gold["must_not_map"]):
        assert document.text[span["start"] : span["end"]] == span["text"]
    for event in gold["events"]:
        mention = event["place"].get("mention")
        assert mention is None or document.text[mention["start"] : mention["end"]] == mention["text"]
        for dated in event["date"]["mentions"] if "date" in event else ():
            assert document.text[dated["start"] : dated["end"]] == dated["text"]
    assert document.published is not None
    assert document.published.isoformat() == gold["article"]["published"]
