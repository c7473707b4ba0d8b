from __future__ import annotations

from pathlib import Path

import pytest
from program import run

TEXT = "BAGHDAD, 4 May 2016 – A car bomb killed three people in Mosul on Tuesday, police said.\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_a_report_prints_what_it_wrote(article: Path, tmp_path: Path) -> None:
    target = tmp_path / "report.md"
    done = run("report", article, "-o", target, "--title", "Mosul")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [str(target), str(target.with_suffix(".png"))]
    text = target.read_text("utf-8")
    assert text.startswith("# Mosul\n")
    assert "People killed: 3" in text
    assert "A car bomb killed three people in Mosul on Tuesday, police said" in text


def test_articles_and_tables_make_one_report(article: Path, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("date,place,event,killed\n2016-05-09,Erbil,shelling,2\n", "utf-8")
    target = tmp_path / "report.html"
    done = run("report", article, table, "-o", target, "--illustration", "none")
    assert done.returncode == 0, done.stderr
    assert "People killed: 5" in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "told", "code"),
    [
        (("-o", "report.pdf"), "must end in .html, .md or .docx", 2),
        (("-o", "report.docx", "--illustration", "photo"), "choose one of map, figure, none", 2),
        (("-o", "report.docx", "--illustration", "map"), "a map needs a page of HTML", 1),
        (("-o", "report.md", "--most-events", "-3"), "most_events is -3", 1),
    ],
)
def test_wrong_use_is_told_before_anything_is_read(
    arguments: tuple[str, ...], told: str, code: int, tmp_path: Path
) -> None:
    done = run("report", tmp_path / "missing.txt", *arguments)
    assert done.returncode == code
    assert told in done.stderr
    assert "Traceback" not in done.stderr
