"""The snippets of docs/reports.md render: Quarto's Markdown through Pandoc, which reads it for Quarto, and LaTeX."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html as lxml_html
from matplotlib.figure import Figure


def snippet(root: Path, language: str) -> str:
    page = (root / "docs" / "reports.md").read_text("utf-8")
    found = re.search(rf"```{language}\n(.*?)\n```", page, re.DOTALL)
    assert found is not None
    return found[1] + "\n"


def test_quarto_shows_the_figure_and_the_map(root: Path, tmp_path: Path) -> None:
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        pytest.skip("pandoc is not installed")
    (tmp_path / "page.qmd").write_text(snippet(root, "markdown"), "utf-8")
    command = [pandoc, "--from=markdown", "--to=html", "--wrap=none", "page.qmd"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    tree = lxml_html.fromstring(f"<div>{done.stdout}</div>")
    assert tree.xpath("//figure/img/@src") == ["strikes.svg"]
    assert tree.xpath("//iframe/@src") == ["strikes.html"]
    assert tree.xpath("//iframe/@sandbox") == ["allow-scripts allow-popups"]
    assert tree.xpath("//div[@class='column-page']//iframe")


def test_latex_takes_the_figure(root: Path, tmp_path: Path) -> None:
    pdflatex = shutil.which("pdflatex")
    if pdflatex is None:
        pytest.skip("pdflatex is not installed")
    Figure(figsize=(3.3, 2)).savefig(tmp_path / "strikes.pdf")
    (tmp_path / "page.tex").write_text(snippet(root, "latex"), "utf-8")
    for _ in range(2):
        done = subprocess.run(
            [pdflatex, "-interaction=nonstopmode", "-halt-on-error", "page.tex"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout[-2000:]
    assert "<./strikes.pdf" in done.stdout or "<strikes.pdf" in done.stdout
    assert "undefined" not in done.stdout.lower()
