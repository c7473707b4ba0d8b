"""Datelines of wire reports."""

from __future__ import annotations

import datetime as dt

import pytest

from geomap.reading import read_text


@pytest.mark.parametrize(
    ("text", "place", "rest"),
    [
        ("ERBIL – Iraq on Tuesday confirmed it.", "ERBIL", "Iraq on Tuesday confirmed it."),
        ("BAGHDAD, Iraq (AP) — Ten people died.", "BAGHDAD", "Ten people died."),
        ("GOMA, Democratic Republic of Congo, March 3 (Reuters) - Rebels fled.", "GOMA", "Rebels fled."),
        ("Kyiv, 4 May – The siren sounded twice.", "Kyiv", "The siren sounded twice."),
        ("SAN SALVADOR, 26 AUG 89 (DOMESTIC SERVICE) -- [TEXT] THE ARMY FLED.", "SAN SALVADOR", "THE ARMY FLED."),
        ("(Beirut) – Security forces beat protesters.", "Beirut", "Security forces beat protesters."),
        ("GENEVA (3 May 2023) – The office said so.", "GENEVA", "The office said so."),
        ("CAIRO/BEIRUT, March 3, 2021 (Reuters) - Talks began.", "CAIRO", "Talks began."),
        ("ST. LOUIS (AP) — A man was shot.", "ST. LOUIS", "A man was shot."),
        ("N'DJAMENA, Chad (AFP) – Soldiers fired.", "N'DJAMENA", "Soldiers fired."),
        ("RIO DE JANEIRO — Police raided a hill.", "RIO DE JANEIRO", "Police raided a hill."),
        ("NAIROBI, June 25 2024 - Police fired.", "NAIROBI", "Police fired."),
        ("THE HAGUE, 17 March 2023 - Judges ruled.", "THE HAGUE", "Judges ruled."),
        ("THE HAGUE (AP) — Judges ruled.", "THE HAGUE", "Judges ruled."),
        ("NEW DELHI: Police said so.", "NEW DELHI", "Police said so."),
        ("Port-au-Prince, Haiti (Wire) — “Gangs rule,” he said.", "Port-au-Prince", "“Gangs rule,” he said."),
        ("Headline of the day\n\nBy Jane Doe\n\nDAKAR – Boats sank.", "DAKAR", "Boats sank."),
    ],
)
def test_datelines(text: str, place: str, rest: str) -> None:
    dateline = read_text(text).dateline
    assert dateline is not None
    assert text[dateline.place_start : dateline.place_end] == place
    assert text[dateline.end :] == rest
    assert dateline.start <= dateline.place_start < dateline.place_end < dateline.end


@pytest.mark.parametrize(
    "text",
    [
        "The army – which denied it – withdrew.",
        "BREAKING – Army withdraws from town.",
        "UPDATE: Two people died.",
        "A car bomb - the first in years - went off.",
        "THE ARMY -- WHICH DENIED IT -- WITHDREW.",
        "Rebels in Goma said so. BAGHDAD (AP) — Not here.",
        "ERBIL –",
        "Baghdad, the capital, was calm.",
    ],
)
def test_no_dateline(text: str) -> None:
    assert read_text(text).dateline is None


def test_the_dateline_dates_the_report() -> None:
    document = read_text("BOGOTA, 4 FEB 90 (WIRE) -- [TEXT] THE ARMY FLED.")
    assert document.published == dt.date(1990, 2, 4)
    assert document.published_reason == "the dateline: 4 FEB 90"


@pytest.mark.parametrize("date", ["June 25 2024", "June 25, 2024", "25 June 2024"])
def test_a_date_with_its_year_dates_the_report(date: str) -> None:
    assert read_text(f"THE HAGUE, {date} - Judges ruled.").published == dt.date(2024, 6, 25)
