from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import geopandas as gpd
import pandas as pd
import pytest
from docx.shared import Mm
from lxml import html as lxml_html
from PIL import Image

from geomap.errors import ExportError, InputError
from geomap.frame import check_frame
from geomap.gazetteer import Gazetteer
from geomap.report import Illustration, ReportOptions, write_report
from geomap.report.content import build_content
from geomap.report.word import lay_out_word

HOSTILE = "</script><img src=x onerror=alert(1)> | *b* [l](javascript:x) $x$ \\ `c` <!-- & ${1} \u202e\u2028 end"
ARABIC = "انفجار في بغداد"


@pytest.fixture(scope="module")
def frame() -> gpd.GeoDataFrame:
    rows: list[dict[str, Any]] = [
        {"event_id": "a", "title": HOSTILE, "quote": HOSTILE, "source": HOSTILE, "actor": HOSTILE, "target": HOSTILE},
        {"event_id": "b", "title": ARABIC, "quote": "1. one\n- two\n# three", "source": "Desk", "actor": "IS"},
        {"event_id": "c", "title": "bell\x07", "source": "Desk", "actor": "IS"},
    ]
    extra: dict[str, list[Any]] = {
        "evidence": [None, None, json.dumps([{"quote": "half \ud800 a pair"}])],
        "source_url": ["https://example.org/a?x=1&y=(2)", "javascript:alert(1)", None],
        "latitude": [36.2, 33.3, None],
        "longitude": [44.0, 44.4, None],
        "place": ["Erbil", "بغداد", None],
        "country": ["IQ", "IQ", None],
        "place_precision": ["city", "city", "unknown"],
        "date_start": ["2023-12-25", "2023-12-26", None],
        "date_end": ["2023-12-25", "2023-12-26", None],
        "date_precision": ["day", "day", "unknown"],
        "killed_min": [3, None, None],
        "killed_max": [3, None, None],
    }
    return check_frame(pd.DataFrame({**pd.DataFrame(rows), **extra}))


@pytest.fixture(scope="module")
def written(frame: gpd.GeoDataFrame, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for name in ("report.html", "report.md", "report.docx"):
        write_report(frame, folder / name, options=ReportOptions(title=f"Title {HOSTILE}"))
    return folder


def test_a_page_shows_hostile_text_and_runs_none_of_it(written: Path) -> None:
    page = (written / "report.html").read_text("utf-8")
    tree = lxml_html.fromstring(page)
    assert not tree.xpath("//script")
    assert tree.xpath("//@onerror") == []
    assert len(tree.xpath("//img")) == 1
    assert len(tree.xpath("//iframe[@sandbox='allow-scripts allow-popups']")) == 1
    assert set(tree.xpath("//a/@href")) == {"https://example.org/a?x=1&y=(2)"}
    shown = tree.xpath("string(//article[1]/h3)")
    assert "</script><img src=x onerror=alert(1)>" in shown
    assert tree.xpath("//article[2]/h3/@dir") == ["auto"]


def test_a_page_asks_for_nothing_outside(written: Path) -> None:
    page = (written / "report.html").read_text("utf-8")
    tree = lxml_html.fromstring(page)
    assert not tree.xpath("//link | //script | //iframe[@src]")
    assert tree.xpath("//img/@src")[0].startswith("data:image/png;base64,")
    assert tree.xpath("//img/@alt")[0].startswith("Title")


def test_markdown_holds_hostile_text_as_text(written: Path) -> None:
    text = (written / "report.md").read_text("utf-8")
    bare = re.sub(r"\\.", "", text)
    assert "<img" not in bare
    assert "](javascript" not in bare
    assert "[report.png]" not in bare
    assert re.search(r"!\[Title.*\]\(report\.png\)", text)
    assert (written / "report.png").read_bytes().startswith(b"\x89PNG")
    assert "> 1\\. one - two \\# three" in text
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


def test_pandoc_reads_the_markdown_as_it_is_meant(written: Path) -> None:
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        pytest.skip("pandoc is not installed")
    done = subprocess.run(
        [pandoc, "--from=markdown-smart", "--to=html", "--wrap=none", "report.md"],
        cwd=written,
        capture_output=True,
        text=True,
        check=True,
    )
    tree = lxml_html.fromstring(f"<div>{done.stdout}</div>")
    assert len(tree.xpath("//table")) == 4
    assert len(tree.xpath("//h3")) == 3
    assert len(tree.xpath("//img")) == 1
    assert "<img src=x onerror=alert(1)> | *b* [l](javascript:x) $x$" in tree.xpath("string(//h3[1])")


def test_a_word_file_holds_everything_in_word_s_own_styles(written: Path) -> None:
    document = docx.Document(str(written / "report.docx"))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert any(HOSTILE.replace("\u2028", "") in text.replace("\u2028", "") for text in texts)
    assert [len(table.columns) for table in document.tables] == [4, 4, 4, 4]
    assert "2. " + ARABIC in texts
    assert any(text == "3. bell_x0007_" for text in texts)
    assert "“half \ufffd a pair”" in texts
    links = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert links == ["https://example.org/a?x=1&y=(2)"]
    with zipfile.ZipFile(written / "report.docx") as archive:
        body = archive.read("word/document.xml").decode("utf-8")
        assert {entry.date_time for entry in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    assert "<w:bidi" in body
    assert 'descr="Title' in body


def test_a_tall_picture_leaves_room_for_the_title_on_its_page(frame: gpd.GeoDataFrame) -> None:
    content = build_content(frame, title="Test", gazetteer=Gazetteer.open(), version="1.0", most_events=1)
    picture = io.BytesIO()
    Image.new("L", (400, 1200)).save(picture, "PNG")
    document = docx.Document(io.BytesIO(lay_out_word(content, picture=picture.getvalue(), alt=None)))
    [shape] = document.inline_shapes
    assert shape.height == Mm(205)
    assert abs(shape.height / shape.width - 3) < 0.001


def test_the_same_events_give_the_same_bytes(frame: gpd.GeoDataFrame, written: Path, tmp_path: Path) -> None:
    write_report(frame, tmp_path / "report.docx", options=ReportOptions(title=f"Title {HOSTILE}"))
    assert (tmp_path / "report.docx").read_bytes() == (written / "report.docx").read_bytes()


@pytest.mark.parametrize("name", ["none.html", "none.md", "none.docx"])
def test_without_an_illustration_only_the_report_is_written(frame: gpd.GeoDataFrame, name: str, tmp_path: Path) -> None:
    files = write_report(frame, tmp_path / name, options=ReportOptions(illustration=Illustration.NONE))
    assert files == (tmp_path / name,)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["empty.html", "empty.md", "empty.docx"])
def test_no_events_make_a_report_that_says_so(frame: gpd.GeoDataFrame, name: str, tmp_path: Path) -> None:
    (file,) = write_report(frame.iloc[:0], tmp_path / name)
    said: dict[str, Callable[[], str]] = {
        ".docx": lambda: "\n".join(p.text for p in docx.Document(str(file)).paragraphs),
    }
    assert "No events were found." in said.get(file.suffix, lambda: file.read_text("utf-8"))()


def test_wrong_use_is_told_and_writes_nothing(frame: gpd.GeoDataFrame, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"a report ends in \.html, \.md or \.docx"):
        write_report(frame, tmp_path / "report.pdf")
    with pytest.raises(ExportError, match="a map needs a page of HTML"):
        write_report(frame, tmp_path / "report.docx", options=ReportOptions(illustration=Illustration.MAP))
    with pytest.raises(InputError, match="most_events is -1"):
        ReportOptions(most_events=-1)
    assert list(tmp_path.iterdir()) == []
