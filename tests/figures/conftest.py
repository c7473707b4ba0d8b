"""Frames of events for the tests of figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from geomap.frame import check_frame

MakeFrame = Callable[..., gpd.GeoDataFrame]


def make_frame(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    """Make a frame of events of some columns."""
    columns = ["latitude", "longitude", "actor", "place_precision", *{key for row in rows for key in row}]
    return check_frame(pd.DataFrame(rows, columns=list(dict.fromkeys(columns))))


@pytest.fixture
def every_precision() -> gpd.GeoDataFrame:
    """Give events around Iraq, one of each way in which a place is known, and two actors in one country."""
    day = dt.date(2023, 12, 26)
    exact = {"country": "IQ", "date_start": day, "date_end": day, "date_precision": "day"}
    return make_frame(
        [
            exact
            | {"latitude": 36.24, "longitude": 43.96, "actor": "Alpha", "place_precision": "site", "place": "Airfield"}
            | {"event_family": "explosion or strike", "radius_km": 40.0},
            exact
            | {"latitude": 33.3, "longitude": 44.4, "actor": "Beta", "place_precision": "city", "place": "Baghdad"}
            | {"event_family": "protest or riot", "confidence": 0.3},
            exact
            | {"latitude": 31.0, "longitude": 46.3, "actor": "Beta", "place_precision": "city", "place": "Marsh"}
            | {"event_family": "disaster", "place_relation": "near", "radius_km": 60.0},
            exact | {"latitude": 33.0, "longitude": 43.7, "actor": "Alpha", "place_precision": "country", "count": 48},
            exact | {"latitude": 33.0, "longitude": 43.7, "actor": "Beta", "place_precision": "country"},
            {"latitude": 34.6, "longitude": 38.0, "actor": "Alpha", "place_precision": "admin1", "country": "SY"}
            | {"admin1": "Homs"},
            {"latitude": 35.6, "longitude": 45.9, "actor": "Alpha", "place_precision": "admin2", "radius_km": 70.0},
            {"actor": "Gamma", "place_precision": "unknown"},
        ]
    )


@pytest.fixture
def many() -> gpd.GeoDataFrame:
    """Give 400 events of 30 actors over the Sahel and ten years, in clusters."""
    random = np.random.default_rng(7)
    towns = random.uniform([-10, 8], [24, 20], size=(40, 2))
    spots = towns[random.integers(0, 40, 400)] + random.normal(0, 0.4, size=(400, 2))
    days = pd.Timestamp("2012-01-01") + pd.to_timedelta(random.integers(0, 3650, 400), unit="D")
    return check_frame(
        pd.DataFrame(
            {
                "longitude": spots[:, 0],
                "latitude": spots[:, 1],
                "actor": [f"Group {n:02}" for n in np.minimum(random.geometric(0.15, 400), 30)],
                "place_precision": random.choice(["site", "city"], 400),
                "event_family": random.choice(["battle", "protest or riot", "violence against civilians"], 400),
                "date_start": days,
                "date_end": days,
                "date_precision": "day",
                "source": random.choice(["Desk A", "Desk B"], 400),
            }
        )
    )
