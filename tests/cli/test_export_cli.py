"""The formats of the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from geomap.cli.app import app
from geomap.export import SUFFIXES, read_events, write_events

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def events(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the events of a sample as GeoJSON, extracted once, the last one without its place."""
    root = Path(__file__).resolve().parents[2]
    path = tmp_path_factory.mktemp("events") / "events.geojson"
    done = RUNNER.invoke(app, ["extract", str(root / "data/samples/drone-strike.txt"), "-o", str(path)])
    assert done.exit_code == 0, done.output
    found = read_events(path)
    found.loc[len(found) - 1, ["latitude", "longitude", "place"]] = None
    write_events(found.drop(columns="geometry"), path)
    return path


@pytest.mark.parametrize("suffix", [suffix for suffix in SUFFIXES if suffix != ".json"])
def test_any_format_is_made_of_any_other(suffix: str, events: Path, tmp_path: Path) -> None:
    there, back = tmp_path / f"e{suffix}", tmp_path / "back.geojson"
    done = RUNNER.invoke(app, ["convert", str(events), "-o", str(there)])
    assert done.exit_code == 0, done.output
    written = [there, there.with_suffix(".qlr")] if suffix == ".gpkg" else [there]
    assert done.stdout.split() == [str(path) for path in written]
    done = RUNNER.invoke(app, ["convert", str(there), "-o", str(back)])
    assert done.exit_code == 0, done.output
    assert back.read_bytes() == events.read_bytes()


def test_the_map_has_the_other_formats_beside_it(samples: Path, tmp_path: Path) -> None:
    target = tmp_path / "m.html"
    also = ["--also", "gpkg, .CSV", "--simplestyle", "--bom"]
    done = RUNNER.invoke(app, ["map", str(samples / "drone-strike.txt"), "-o", str(target), *also])
    assert done.exit_code == 0, done.output
    names = [Path(line).name for line in done.stdout.splitlines()]
    assert names == ["m.html", "m.geojson", "m.gpkg", "m.qlr", "m.csv"]
    assert (tmp_path / "m.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert '"marker-color"' in (tmp_path / "m.geojson").read_text("utf-8")
    assert read_events(tmp_path / "m.gpkg")["event_id"].tolist() == read_events(tmp_path / "m.csv")["event_id"].tolist()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["extract", "x.txt", "-o", "e.shp"], "no format goes by '.shp'"),
        (["convert", "x.csv", "-o", "e"], "no format goes by 'no suffix'"),
        (["map", "x.txt", "--also", "gpkg,shp"], "'shp' is no format"),
    ],
)
def test_an_unknown_format_is_wrong_use(arguments: list[str], message: str) -> None:
    done = RUNNER.invoke(app, arguments)
    assert done.exit_code == 2
    assert message in " ".join(done.output.replace("│", " ").split())
