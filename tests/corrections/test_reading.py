from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geomap.corrections import apply_corrections, read_corrections, write_worksheet
from geomap.corrections.rules import PlaceTarget
from geomap.errors import InputError
from geomap.frame import check_frame
from geomap.model import PlacePrecision


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding)
    return path


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[place]\n", "not a TOML file"),
        ("[place]\nname = 'X'\n", r"write \[\[place\]\] above each"),
        ("[[plaice]]\nname = 'X'\n", "plaice 1: the action 'plaice' is unknown; choose one of place, mention"),
        ("[[place]]\nname = 'X'\n", "place 1: lacks 'to'"),
        ("[[place]]\nname = 3\nto = 'geonames:1'\n", "name is 3; write a name in quotes"),
        ("[[place]]\nname = 'X'\nto = 'Mosul'\n", "the place is 'Mosul'; write a gazetteer id"),
        (
            "[[place]]\nname = 'X'\nto = [136.3, 43.1]\n",
            "latitude is 136.3, outside -90 to 90; are latitude and longitude",
        ),
        ("[[place]]\nname = 'X'\nto = [36.3, 431]\n", "longitude is 431, outside -180 to 180"),
        ("[[place]]\nname = 'X'\nto = { latitude = 3 }\n", "needs an id, or both latitude and longitude"),
        ("[[place]]\nname = 'X'\nto = { lat = 3, lon = 4 }\n", "a place has no 'lat'"),
        ("[[place]]\nname = 'X'\nto = { id = 'geonames:1', precision = 'town' }\n", "choose one of site, city"),
        ("[[place]]\nname = 'X'\nto = { id = 'geonames:1', country = 'Iraq' }\n", "ISO 3166-1"),
        ("[[place]]\nname = 'X'\nto = 'geonames:1'\nwhy = 'so'\n", "'why' has no meaning here"),
        ("[[drop]]\nsource = 'a.txt'\n", "names no event"),
        ("[[edit]]\nevent = 'e'\n", "changes nothing"),
        ("[[edit]]\nevent = 'e'\nset = { colour = 'red' }\n", "'colour' cannot be set; choose one of actor"),
        ("[[edit]]\nevent = 'e'\nset = { killed = 'many' }\n", "killed is 'many'"),
        ("[[edit]]\nevent = 'e'\nset = { killed = '5-3' }\n", "the smaller number stands first"),
        ("[[edit]]\nevent = 'e'\nset = { date = '2023-13' }\n", "not a day of the calendar"),
        ("[[edit]]\nevent = 'e'\nset = { date = '12/26/2023' }\n", "not a date; write YYYY-MM-DD"),
        ("[[edit]]\nevent = 'e'\nset = { date = '2023-05-05/2023-05-03' }\n", "the earlier day stands first"),
        ("[[edit]]\nevent = 'e'\nset = { published = '2023-05' }\n", "write one day"),
        ("[[edit]]\nevent = 'e'\nset = { event_family = 'war' }\n", "choose one of battle"),
        ("[[edit]]\nevent = 'e'\nset = { confidence = 2 }\n", "it lies between 0 and 1"),
        ("[[edit]]\nevent = 'e'\nset = { count = 0 }\n", "it is 1 or more"),
        ("[[edit]]\nevent = 'e'\nset = { title = '' }\n", "title cannot be empty"),
        ("[[merge]]\nevents = ['e']\n", "needs two events or more"),
        ("[[add]]\nset = { killed = 3 }\n", "an added event needs a title"),
    ],
)
def test_a_mistake_names_file_entry_value_and_remedy(text: str, told: str, tmp_path: Path) -> None:
    path = write(tmp_path / "fix.toml", text)
    with pytest.raises(InputError, match=told) as error:
        read_corrections(path)
    assert str(error.value).startswith(str(path))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    path = write(tmp_path / "fix.toml", "[[drop]]\nnote = 'a'\n[[drop]]\nevent = 'e'\n[[confirm]]\nnote = 'b'\n")
    with pytest.raises(InputError, match=r"drop 1: .*; confirm 1: .*; nothing was corrected"):
        read_corrections(path)


def test_a_missing_file_and_a_foreign_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_corrections(tmp_path / "none.toml")
    with pytest.raises(InputError, match=r"from \.toml, \.csv and \.tsv"):
        read_corrections(write(tmp_path / "fix.json", "{}"))


def test_a_table_says_the_same_as_toml(tmp_path: Path) -> None:
    toml = """
[[place]]
name = "Tanf"
to = { latitude = 33.5, longitude = 38.6, name = "al-Tanf", precision = "site" }
[[mention]]
event = "e1"
name = "Tripoli"
to = "geonames:266826"
[[edit]]
quote = "killed three"
set = { killed = "3", date = "2023-12-26" }
[[merge]]
events = ["e1", { event = "e2" }]
[[actor]]
name = "IS"
to = "Islamic State"
[[drop]]
event = "e3"
note = "a drill"
"""
    table = (
        "action;event;quote;name;to;field;value;place;precision;into;note;my own column\n"
        'place;;;Tanf;"33.5, 38.6";;;al-Tanf;site;;;\n'
        "mention;e1;;Tripoli;geonames:266826;;;;;;;\n"
        "edit;;killed three;;;killed | date;3 | 2023-12-26;;;;;\n"
        "merge;e2;;;;;;;;e1;;\n"
        "actor;;;IS;Islamic State;;;;;;;\n"
        "drop;e3;;;;;;;;;a drill;x\n"
        ";e4;;;;;;;;;;nothing to say\n"
    )
    one = read_corrections(write(tmp_path / "fix.toml", toml))
    two = read_corrections(write(tmp_path / "fix.csv", table, "utf-8-sig"))
    assert (
        one.places[0].to
        == two.places[0].to
        == PlaceTarget(latitude=33.5, longitude=38.6, name="al-Tanf", precision=PlacePrecision.SITE)
    )
    assert (one.mentions[0].key, one.mentions[0].to) == (two.mentions[0].key, two.mentions[0].to)
    assert one.edits[0].fields == two.edits[0].fields
    assert [str(k) for k in one.merges[0].keys] == [str(k) for k in two.merges[0].keys]
    assert (one.actors[0].name, one.actors[0].to) == (two.actors[0].name, two.actors[0].to)
    assert (one.drops[0].note, two.drops[0].note) == ("a drill", "a drill")
    assert two.drops[0].where == "line 7"


def test_a_table_without_actions_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column 'action'; it has event, quote"):
        read_corrections(write(tmp_path / "fix.csv", "event,quote\n1,2\n"))


def test_a_worksheet_corrects_nothing_until_it_is_filled_in(tmp_path: Path) -> None:
    rows = [
        {
            "event_id": "a",
            "title": "=HYPERLINK(1)",
            "quote": '=cmd, "quoted"\nand a new line in Mosul',
            "latitude": 1.0,
            "longitude": 2.0,
        },
        {"event_id": "b", "title": "حادث", "quote": "وقع انفجار في بغداد", "latitude": None, "longitude": None},
    ]
    events = check_frame(pd.DataFrame(rows))
    path = write_worksheet(events, tmp_path / "sheet.csv")
    nothing = apply_corrections(events, read_corrections(path))
    assert (nothing.used, nothing.unused) == (0, ())
    assert "\n=HYPERLINK" not in path.read_text("utf-8-sig")
    assert ",=HYPERLINK" not in path.read_text("utf-8-sig")
    sheet = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    sheet["action"] = ["drop", "confirm"]
    sheet["event"] = ["changed since", "changed too"]
    sheet.to_csv(path, index=False)
    done = apply_corrections(events, read_corrections(path))
    assert (done.used, done.frame["event_id"].tolist(), done.frame["status"].tolist()) == (2, ["b"], ["confirmed"])
