"""The documentation says what the program does: every command in it is run, every option is in it."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from program import run

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
# README's first screen shows the user's own file names; docs/cli.md runs the same commands on files that are there
NAMES_OF_THE_READER = {"article.html", "outputs/article.geojson", "report.txt", "articles/", "incidents.xlsx"}


def commands() -> list[str]:
    found = []
    for page in PAGES:
        for block in re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), re.DOTALL):
            found += [line[2:].split("  #")[0].strip() for line in block.splitlines() if line.startswith("$ geomap ")]
    # in the order of the pages: a command may work on what one before it wrote
    return list(dict.fromkeys(c for c in found if not set(shlex.split(c)) & NAMES_OF_THE_READER))


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the sample data, so that the commands of the docs write nothing into the tree."""
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "data" / "samples", folder / "data" / "samples")
    return folder


@pytest.mark.parametrize("command", commands())
def test_every_command_of_the_docs_runs(command: str, checkout: Path) -> None:
    done = run(*shlex.split(command)[1:], cwd=checkout)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["map"],
        ["extract"],
        ["convert"],
        ["figure"],
        ["corrections"],
        ["report"],
        ["geoparse"],
        ["geocode"],
        ["gazetteer", "info"],
        ["gazetteer", "check"],
        ["gazetteer", "build"],
        ["gazetteer", "add"],
        [],
    ],
)
def test_every_option_is_documented(command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0, done.stderr
    documented = (ROOT / "docs" / "cli.md").read_text("utf-8")
    options = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", done.stdout))
    assert options
    assert {o for o in options if o not in documented} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_and_images_of_the_docs_are_there(page: Path) -> None:
    # a snippet shows the reader's own files
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
