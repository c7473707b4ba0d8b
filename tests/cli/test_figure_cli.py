"""``geomap figure`` as a user runs it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from PIL import Image
from program import run

from geomap.figures.options import parse_size

EVENTS = """title,actor,date,latitude,longitude
Clash,North,2023-12-24,36.2,44.0
Raid,South,2023-12-26,33.3,44.4
Talks,South,,31.0,46.0
"""


def figure(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "events.csv").write_text(EVENTS, encoding="utf-8")
    return run("figure", "events.csv", *arguments, cwd=folder)


def test_the_path_goes_to_standard_output_and_the_description_to_standard_error(tmp_path: Path) -> None:
    done = figure(tmp_path, "-o", "a.png", "--since", "2023-12-25", "--size", "column", "--title", "Late December")
    assert (done.returncode, done.stdout) == (0, "a.png\n")
    assert "Late December. Map of 1 event" in done.stderr
    assert "2 events are left out by --since and --until, 1 of them without a date" in done.stderr
    with Image.open(tmp_path / "a.png") as image:
        assert image.info["Description"] in done.stderr
        width = parse_size("column").width_mm
        assert image.width == pytest.approx(width / 25.4 * 300, abs=2)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["-o", "a.gif"], 2, "must end in .png, .svg, .pdf"),
        (["-o", "a.png", "--since", "yesterday"], 2, "'yesterday' is not a day"),
        (["-o", "a.png", "--facet", "country"], 1, "the facet is 'country': give one of date, actor"),
        (["-o", "a.png", "--facet", "date", "--no-map"], 1, "small multiples are maps"),
        (["-o", "a.png", "--size", "50x40"], 1, "leaves no room beside title, legend and notes"),
        (["-o", "a.png", "--colors", "none.toml"], 1, "none.toml: cannot be read"),
    ],
)
def test_a_mistake_is_one_line_and_no_file(arguments: list[str], code: int, message: str, tmp_path: Path) -> None:
    done = figure(tmp_path, *arguments)
    assert done.returncode == code
    assert message in " ".join(done.stderr.replace("│", " ").split())
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.glob("a.*"))
