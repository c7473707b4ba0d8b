from __future__ import annotations

import json
from pathlib import Path

import pytest

from geomap.errors import GazetteerError, GazetteerFormatError, GazetteerNotFoundError
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.query import ENVIRONMENT_VARIABLE
from geomap.gazetteer.records import PlaceRecord
from geomap.gazetteer.writing import GazetteerWriter


def edit_manifest(directory: Path, **changes: object) -> None:
    file = directory / "manifest.json"
    manifest = json.loads(file.read_text("utf-8"))
    manifest.update(changes)
    file.write_text(json.dumps(manifest), "utf-8")


def test_what_was_written_is_read(small: Path) -> None:
    gazetteer = Gazetteer.open(small)
    gazetteer.check()
    assert len(gazetteer) == 6
    assert [c.place.place_id for c in gazetteer.candidates("Twin")] == ["own:5", "own:4"]
    assert [c.place.place_id for c in gazetteer.candidates("Norland")] == ["own:3", "own:2"]
    assert gazetteer.candidates("norland province")[0].place.place_id == "own:2"
    assert gazetteer.candidates("Habbariyah")[0].place.name == "Ḩabbāriyah"
    assert gazetteer.candidates("حباریه")[0].place.place_id == "own:6"
    village = gazetteer.place("own:4")
    assert (village.country_name, village.admin1_name) == ("Arcadia", "Norland")
    assert gazetteer.info.title == "small"
    assert gazetteer.info.countries == 1


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerNotFoundError, match="nowhere") as caught:
        Gazetteer.open(tmp_path / "nowhere")
    assert isinstance(caught.value, FileNotFoundError)


def test_a_half_built_directory_is_refused(small: Path) -> None:
    (small / "manifest.json").unlink()
    with pytest.raises(GazetteerFormatError, match="did not finish"):
        Gazetteer.open(small)


@pytest.mark.parametrize("file", ["columns.bin", "names.marisa"])
def test_a_truncated_file_is_refused(small: Path, file: str) -> None:
    content = (small / file).read_bytes()
    (small / file).write_bytes(content[:-10])
    with pytest.raises(GazetteerFormatError, match="truncated"):
        Gazetteer.open(small)


@pytest.mark.parametrize("file", ["columns.bin", "names.marisa"])
def test_a_missing_file_is_refused(small: Path, file: str) -> None:
    (small / file).unlink()
    with pytest.raises(GazetteerFormatError, match=file):
        Gazetteer.open(small)


def test_a_changed_file_is_found_by_the_check(small: Path) -> None:
    content = bytearray((small / "columns.bin").read_bytes())
    content[3] ^= 1
    (small / "columns.bin").write_bytes(bytes(content))
    with pytest.raises(GazetteerFormatError, match="differs"):
        Gazetteer.open(small).check()


def test_a_newer_format_is_refused(small: Path) -> None:
    edit_manifest(small, format_version=99)
    with pytest.raises(GazetteerFormatError, match="update geomap"):
        Gazetteer.open(small)


@pytest.mark.parametrize("changes", [{"format": "other"}, {"folding_version": 0}, {"format_version": 0}])
def test_a_foreign_or_older_directory_is_refused(small: Path, changes: dict[str, object]) -> None:
    edit_manifest(small, **changes)
    with pytest.raises(GazetteerFormatError):
        Gazetteer.open(small)


@pytest.mark.parametrize(
    "changes",
    [
        {"files": {}},
        {"arrays": {}},
        {"arrays": []},
        {"arrays": {"latitude": {"offset": 0, "count": 10**9, "type": "i"}}},
        {"arrays": {"latitude": {"offset": 0, "count": 1, "type": "?"}}},
        {"id_spans": [{"prefix": "own"}]},
    ],
)
def test_a_damaged_manifest_is_refused(small: Path, changes: dict[str, object]) -> None:
    edit_manifest(small, **changes)
    with pytest.raises(GazetteerFormatError, match="build"):
        Gazetteer.open(small)


def test_a_manifest_that_is_no_json_is_refused(small: Path) -> None:
    (small / "manifest.json").write_text("{", "utf-8")
    with pytest.raises(GazetteerFormatError, match="JSON"):
        Gazetteer.open(small)


def test_the_environment_chooses_a_gazetteer(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(small))
    assert Gazetteer.open().info.title == "small"


def test_an_old_gazetteer_is_replaced_by_a_whole_one(small: Path) -> None:
    writer = GazetteerWriter(title="new")
    writer.add(
        PlaceRecord(
            prefix="own",
            identifier="b-1",
            name="Solo",
            latitude=0.0,
            longitude=0.0,
            feature_class="P",
            feature_code="PPL",
        )
    )
    writer.write(small)
    assert Gazetteer.open(small).info.title == "new"
    assert Gazetteer.open(small).place("own:b-1").name == "Solo"
    assert [path.name for path in small.parent.iterdir()] == ["small"]


def test_nothing_is_written_without_places_or_with_a_bad_point(tmp_path: Path) -> None:
    writer = GazetteerWriter(title="empty")
    with pytest.raises(GazetteerError, match="no places"):
        writer.write(tmp_path / "empty")
    with pytest.raises(GazetteerError, match="latitude 91"):
        writer.add(
            PlaceRecord(
                prefix="own",
                identifier="1",
                name="North of north",
                latitude=91,
                longitude=0,
                feature_class="P",
                feature_code="PPL",
            )
        )
    assert list(tmp_path.iterdir()) == []
