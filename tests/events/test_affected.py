"""People missing and displaced, as told: on a day and a place that the text gives, in its own numbers."""

from __future__ import annotations

import pandas as pd
import pytest

import geomap


@pytest.mark.parametrize(
    ("text", "missing", "displaced"),
    [
        ("Floods in Sylhet on 20 June 2022 killed five people and left 12 missing.", (12, 12), None),
        ("A landslide buried homes in Gofa on 22 July 2024; 20 people were still missing.", (20, 20), None),
        ("Seven fishermen went missing after their boat sank near Cebu on 2 June 2022.", (7, 7), None),
        ("A ferry capsized off Cebu on 9 May 2024, killing five. At least 30 people are missing.", (30, None), None),
        ("The fighting in Goma on 3 May 2023 displaced 3,000 people.", None, (3000, 3000)),
        ("Shelling of Kherson on 4 May 2023 forced more than 200 families from their homes.", None, (200, None)),
        ("The earthquake in Herat on 7 October 2023 left 500 families homeless.", None, (500, 500)),
        ("The fire in Lyon on 3 May 2020 injured two people, and nobody is missing.", None, None),
        ("Police in Lyon on 3 May 2020 arrested two men over missing funds.", None, None),
    ],
)
def test_people_missing_and_displaced_are_counted_as_told(
    text: str, missing: tuple[int, int | None] | None, displaced: tuple[int, int | None] | None
) -> None:
    (event,) = geomap.extract_events(text).to_dict("records")
    for kind, told in (("missing", missing), ("displaced", displaced)):
        low, high = told or (None, None)
        found = [None if pd.isna(event[f"{kind}_{bound}"]) else event[f"{kind}_{bound}"] for bound in ("min", "max")]
        assert found == [low, high], kind


def test_a_place_after_a_particle_is_still_the_verb_s() -> None:
    (event,) = geomap.extract_events("A boat capsized off Zuwara on 9 May 2024.").to_dict("records")
    assert (event["event_family"], event["place"]) == ("accident", "Zuwarah")
