"""The day of publication that a text pins, and those it must not."""

from __future__ import annotations

import datetime as dt

import pytest

from geomap.dates import pin_publication


def test_today_weekday_and_year_pin_the_day() -> None:
    day, reason = pin_publication(
        "The ministry said on Tuesday that two died. It spoke of the raid at dawn today, December 26. "
        "The last such raid was in January 2020."
    )
    assert day == dt.date(2023, 12, 26)
    assert "2023" in reason


def test_a_dateline_without_a_year_is_pinned_by_its_weekday() -> None:
    text = "GOMA, March 3 (Wire) - Rebels took the town on Monday, officials said. In 2022 they had lost it."
    assert pin_publication(text)[0] == dt.date(2025, 3, 3)


def test_a_full_date_in_a_fresh_report() -> None:
    text = "Police arrested ten people on Friday, 3 May 2019. They were questioned until Saturday."
    assert pin_publication(text)[0] == dt.date(2019, 5, 3)


@pytest.mark.parametrize(
    "text",
    [
        "The dam broke.",
        "The dam broke on Tuesday.",
        "The dam broke on December 26.",
        "The dam broke on Tuesday, said the report of December 22. It was built in January 2020.",
        "A court heard that he stole the car on Friday, 3 May 2019.",
        "The ministry said on Tuesday that the raid at dawn today, December 26, killed two.",
        "GOMA, March 3 (Wire) - Rebels took the town on Monday, officials said. In 2017 they had lost it.",
        "The council will meet on Monday, March 16, 2009. It met last on Tuesday.",
        "Elections are to be held on Tuesday, December 26, and again by 2031.",
    ],
)
def test_what_pins_nothing(text: str) -> None:
    day, reason = pin_publication(text)
    assert day is None
    assert reason.startswith("unknown: ")


def test_the_reference_article(shared_data: object) -> None:
    from pathlib import Path

    text = (Path(str(shared_data)) / "reference-article" / "article.txt").read_text("utf-8")
    from geomap.reading import read_text

    assert read_text(text).published == dt.date(2023, 12, 26)
