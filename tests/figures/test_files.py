"""Files: the description inside, the same bytes every time whatever the settings, and text that is only text."""

from __future__ import annotations

import io
import logging
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.text import Text
from PIL import Image

from geomap.areas import open_areas
from geomap.errors import ExportError
from geomap.figures import figure
from geomap.figures.fonts import BASE_FAMILY, choose_families, clean_text
from geomap.frame import check_frame

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = ["$\\frac{1}{0}$", "a\nb\tc", "<script>alert(1)</script> & ]]>", "%s {0} \\N{BELL}", "x" * 400, ""]


def save(frame: gpd.GeoDataFrame, kind: str) -> bytes:
    content = io.BytesIO()
    figure(frame, title="A & B <c>", timeline=True, size="column").savefig(content, format=kind)
    return content.getvalue()


def test_a_png_carries_its_description(every_precision: gpd.GeoDataFrame, tmp_path: Path) -> None:
    fig = figure(every_precision, title="Strikes")
    fig.savefig(tmp_path / "a.png", dpi=80)
    with Image.open(tmp_path / "a.png") as image:
        assert image.info["Description"] == fig.alt_text
        assert image.info["Title"] == "Strikes"
    assert fig.alt_text.startswith("Strikes. Map of 8 events in Iraq and Syria, 26 December 2023.")
    assert "By actor: Alpha 4, Beta 3, Gamma 1." in fig.alt_text


def test_an_svg_carries_title_and_description_first(every_precision: gpd.GeoDataFrame) -> None:
    root = ET.fromstring(save(every_precision, "svg"))  # noqa: S314 - our own file
    assert root.attrib["role"] == "img"
    title, description = list(root)[:2]
    assert (title.tag, title.text) == (f"{SVG}title", "A & B <c>")
    assert description.tag == f"{SVG}desc"
    assert "1 event has no place" in (description.text or "")
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], description.attrib["id"]]


def test_a_pdf_carries_title_and_subject(every_precision: gpd.GeoDataFrame) -> None:
    data = save(every_precision, "pdf").decode("latin-1")
    assert re.search(r"/Title \(A & B <c>\)", data)
    assert re.search(r"/Subject \(A & B <c>. Map and timeline of 8 events", data)
    assert "CreationDate" not in data


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_same_events_give_the_same_bytes_whatever_the_settings(
    kind: str, every_precision: gpd.GeoDataFrame
) -> None:
    first = save(every_precision, kind)
    with mpl.rc_context({"font.size": 30, "text.parse_math": True, "svg.hashsalt": None, "axes.grid": True}):
        assert save(every_precision, kind) == first


def test_a_file_is_whole_or_not_there(every_precision: gpd.GeoDataFrame, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(ExportError, match="cannot be written"):
        figure(every_precision, size="column").savefig(tmp_path / "file" / "a.svg")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_notebook_gets_a_picture_and_its_words(every_precision: gpd.GeoDataFrame) -> None:
    fig = figure(every_precision, size="column")
    bundle = fig._repr_mimebundle_()
    assert bundle["text/plain"] == fig.alt_text
    assert bundle["image/png"].startswith("iVBOR")


def test_hostile_text_is_only_text() -> None:
    rows = [
        {"latitude": 40 + i, "longitude": 10.0, "actor": t, "place": t, "place_precision": "city", "source": t}
        for i, t in enumerate(HOSTILE)
    ]
    frame = check_frame(pd.DataFrame(rows))
    fig = figure(frame, title=" ".join(HOSTILE), facet="actor", timeline=True)
    for kind in ("png", "svg", "pdf"):
        content = io.BytesIO()
        fig.savefig(content, format=kind, dpi=60)
        assert content.getvalue()
        if kind == "svg":
            assert b"<script" not in content.getvalue()
    words = [t.get_text() for t in fig.findobj(Text)]
    assert any("$\\frac{1}{0}$" in w for w in words)
    assert not any("a\nb" in w for w in words)


def test_arabic_and_hebrew_come_with_matplotlib_and_are_shaped() -> None:
    families, missing = choose_families(["أربيل", "ירושלים", "Київ", "Αθήνα", "Երևան", "თბილისი"])
    assert families == (BASE_FAMILY,)
    assert not missing
    rows = {"latitude": [36.2], "longitude": [44.0], "actor": ["مقاومة"], "place_precision": ["city"]}
    fig = figure(check_frame(pd.DataFrame(rows)), title="أربيل")
    title = next(t for t in fig.findobj(Text) if t.get_gid() == "title")
    joined = title.get_window_extent().width
    # letters that join are narrower than the same letters apart
    title.set_text(" ".join("أربيل").replace(" ", "\u200c"))
    assert joined < title.get_window_extent().width


def test_the_basemap_s_names_are_in_the_font_that_comes_along() -> None:
    areas = open_areas()
    labels = [*areas.countries, *areas.admin1]
    names = [one.name for one in labels] + [c.name for c in areas.cities] + [s.name for s in areas.seas]
    assert choose_families(names) == ((BASE_FAMILY,), frozenset())


def test_a_letter_that_no_font_has_is_replaced_and_named(caplog: pytest.LogCaptureFixture) -> None:
    # a private character that no font has
    rows = {"latitude": [1.0], "longitude": [2.0], "actor": ["A \U000f1234"], "place_precision": ["site"]}
    with caplog.at_level(logging.WARNING, "geomap"):
        fig = figure(check_frame(pd.DataFrame(rows)))
    assert "U+F1234" in caplog.text
    assert "A \N{REPLACEMENT CHARACTER}" in [t.get_text() for t in fig.findobj(Text)]


def test_text_is_cleaned_to_one_line() -> None:
    assert clean_text(" a\u202e\r\nb\x00 c\u2028d \ud800") == "a b c d \N{REPLACEMENT CHARACTER}"


def test_a_figure_leaves_pyplot_alone() -> None:
    code = (
        "import sys, pandas as pd, geomap;"
        "geomap.figure(pd.DataFrame({'latitude': [1.0], 'longitude': [2.0]}));"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
