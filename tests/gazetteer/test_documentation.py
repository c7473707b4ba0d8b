"""The page about the gazetteer: its examples run, its numbers are the shipped gazetteer's."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "gazetteer.md").read_text("utf-8")


@pytest.mark.parametrize("block", re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL))
def test_the_examples_run(block: str) -> None:
    done = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_counts_are_the_gazetteers(gazetteer: Gazetteer) -> None:
    info = gazetteer.info
    for count in (info.populated_places, info.countries, info.admin1, info.admin2, info.airports, info.supplement):
        assert f"| {count:,} |" in PAGE
