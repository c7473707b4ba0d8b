from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.columns import PlaceBatch, gather_texts
from geomap.gazetteer.folding import fold
from geomap.gazetteer.keys import KeyLog
from geomap.gazetteer.postings import NO_BUCKET, list_buckets
from geomap.gazetteer.records import PlaceRecord
from geomap.gazetteer.spelling import bucket_of, is_comparable, skeletonize
from geomap.gazetteer.storage import CODE_MARK, NameKind
from geomap.gazetteer.writing import GazetteerWriter


@given(st.lists(st.text(min_size=1, max_size=20).map(fold).filter(bool)))
def test_buckets_of_many_keys_are_those_of_each(keys: list[str]) -> None:
    expected = [bucket_of(skeletonize(key)) if is_comparable(key) else NO_BUCKET for key in keys]
    assert list_buckets(keys).tolist() == expected


def test_codes_are_in_no_bucket() -> None:
    assert list_buckets([CODE_MARK + "baghdad", "baghdad", "homs", "بغداد"]).tolist() == [
        NO_BUCKET,
        bucket_of(skeletonize("baghdad")),
        NO_BUCKET,
        NO_BUCKET,
    ]


@given(st.lists(st.text(max_size=5), max_size=20), st.randoms(use_true_random=False))
def test_texts_are_gathered_in_any_order(texts: list[str], draw: object) -> None:
    encoded = [text.encode() for text in texts]
    order = list(range(len(texts)))
    draw.shuffle(order)  # type: ignore[attr-defined]
    blob, offsets = gather_texts(
        np.frombuffer(b"".join(encoded), "B"),
        np.array([len(text) for text in encoded], dtype=np.int64),
        np.array(order, dtype=np.int64),
    )
    found = [bytes(blob[start:stop]).decode() for start, stop in pairwise(offsets)]
    assert found == [texts[number] for number in order]


def test_a_log_of_keys_gives_them_back_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("geomap.gazetteer.keys._BLOCK", 3)
    log = KeyLog()
    for number in range(8):
        log.post(f"name {number}", number, NameKind.CODE)
    blocks = list(log.read_blocks())
    assert [len(keys) for keys, _ in blocks] == [3, 3, 2]
    assert [key for keys, _ in blocks for key in keys] == list(log.read()) == [f"name {n}" for n in range(8)]
    assert [int(entry) for _, entries in blocks for entry in entries] == [n | NameKind.CODE << 27 for n in range(8)]


def make_record(identifier: str, **facts: object) -> PlaceRecord:
    known = {"latitude": 1.0, "longitude": 2.0, "feature_class": "P", "feature_code": "PPL", "country": "XA"}
    return PlaceRecord(prefix="own", identifier=identifier, **(known | facts))  # type: ignore[arg-type]


def test_a_batch_is_as_good_as_records(tmp_path: Path) -> None:
    names, features = ["Qaryat", "Łódź", "Norland"], ["P.PPL", "P.PPLA", "A.ADM1"]
    one, other = GazetteerWriter(title="one"), GazetteerWriter(title="other")
    for number, name in enumerate(names):
        one.add(
            make_record(
                str(number + 10),
                name=name,
                latitude=number / 3,
                feature_class=features[number][0],
                feature_code=features[number][2:],
                admin1="01",
                admin2="7" if number == 1 else None,
                population=number * 1000,
            )
        )
    other.add_all(
        PlaceBatch(
            prefix="own",
            identifiers=np.array([10, 11, 12]),
            names=names,
            latitudes=np.arange(3) / 3,
            longitudes=np.full(3, 2.0),
            features=features,
            countries=["XA"] * 3,
            admin1s=["01"] * 3,
            admin2s=["", "7", ""],
            populations=np.arange(3) * 1000,
        )
    )
    for writer, name in ((one, "one"), (other, "other")):
        writer.write(tmp_path / name)
    first, second = Gazetteer.open(tmp_path / "one"), Gazetteer.open(tmp_path / "other")
    assert [first.place_at(row) for row in range(3)] == [second.place_at(row) for row in range(3)]
    assert list(first.list_names()) == list(second.list_names())
    assert [first.prominence_at(row) for row in range(3)] == [second.prominence_at(row) for row in range(3)]


def test_a_name_of_thousands_of_places_is_sorted(tmp_path: Path) -> None:
    writer = GazetteerWriter(title="many")
    for number in range(3000):
        writer.add(make_record(str(number), name="San Juan", population=(number * 7919) % 3001))
    writer.add(make_record("9000", name="San Juan", feature_class="A", feature_code="ADM2", admin1="01", admin2="5"))
    writer.add(make_record("9001", name="San Juan", feature_code="PPLA2", admin1="01", admin2="5"))
    writer.write(tmp_path / "many")
    found = Gazetteer.open(tmp_path / "many").candidates("San Juan", limit=4000)
    assert len(found) == 3002
    scores = [(candidate.score, candidate.place.population) for candidate in found]
    assert [score for score, _ in scores] == sorted((score for score, _ in scores), reverse=True)
    ranks = {candidate.place.place_id: rank for rank, candidate in enumerate(found)}
    assert ranks["own:9001"] < ranks["own:9000"]  # the seat before its unit


def test_more_codes_than_a_gazetteer_holds_are_refused() -> None:
    count = 70_000
    writer = GazetteerWriter(title="too many")
    batch = PlaceBatch(
        prefix="own",
        identifiers=np.arange(count),
        names=["x"] * count,
        latitudes=np.zeros(count),
        longitudes=np.zeros(count),
        features=["P.PPL"] * count,
        countries=["XA"] * count,
        admin1s=[str(number) for number in range(count)],
        admin2s=[""] * count,
        populations=np.zeros(count, dtype=np.int64),
    )
    with pytest.raises(GazetteerError, match="70,000 admin1 codes"):
        writer.add_all(batch)
