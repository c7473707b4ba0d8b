"""What the gazetteer did not find, asked online: results without a place go in, the same with answers come out.

Only names that were looked up and not found are asked for. An answer has no entry of the gazetteer behind it, so it has
no id, and its confidence is low.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geomap.errors import InputError
from geomap.gazetteer.geocoding import GeocodeResult, report_missing
from geomap.gazetteer.nearest import NearestIndex, index_towns
from geomap.gazetteer.online import OnlineAnswer, OnlineGeocoder
from geomap.gazetteer.query import Gazetteer
from geomap.gazetteer.records import precision_of_radius
from geomap.model import Place, PlacePrecision

__all__ = ["OnlineFallback"]

# A service's first answer to a bare name is right about as often as not where a gazetteer of the world has none.
_CONFIDENCE = 0.5
# A point is in the country of a town so near it, or in none.
_REACH_KM = 100.0
_NEIGHBOURS = 8


class OnlineFallback:
    """Asks a service for the names a gazetteer lacks; when the service fails, it is left alone from then on.

    ``error`` tells then what happened, ``asked`` how many names went out or came from the cache, ``found`` how many of
    them got a point.
    """

    def __init__(
        self, online: OnlineGeocoder, gazetteer: Gazetteer, *, progress: Callable[[int], None] | None = None
    ) -> None:
        self._online = online
        self._gazetteer = gazetteer
        self._progress = progress
        self.asked = self.found = 0
        self.error: InputError | None = None

    def __call__(self, result: GeocodeResult, country: str | None = None) -> GeocodeResult:
        """Give a result as it is where it has a place, else with the service's answer.

        Parameters
        ----------
        result
            What the gazetteer made of a name.
        country
            ISO 3166-1 alpha-2 code of the country that the place must lie in.
        """
        if result.latitude is not None or not result.name.strip() or self.error is not None:
            return result
        place = None if country is None else self._gazetteer.country(country)
        try:
            answer = self._online.geocode(result.name if place is None else f"{result.name}, {place.name}")
        except InputError as error:
            self.error = error
            return result
        self.asked += 1
        if self._progress is not None:
            self._progress(self.asked)
        if answer is None:
            return report_missing(result.name, f"{result.reason}, and {self._online.service} knows none")
        return self._accept(result, answer, country)

    def _accept(self, result: GeocodeResult, answer: OnlineAnswer, country: str | None) -> GeocodeResult:
        towns = self._list_towns(answer.latitude, answer.longitude)
        if country is not None and country not in {town.country for town in towns}:
            return report_missing(result.name, f"{result.reason}, and {answer.service} has it outside {country}")
        nearest = next((town for town in towns if country in {None, town.country}), None)
        radius = answer.radius_km
        self.found += 1
        return replace(
            result,
            latitude=answer.latitude,
            longitude=answer.longitude,
            place=answer.address,
            country=None if nearest is None else nearest.country,
            admin1=None if nearest is None else nearest.admin1_name,
            place_precision=PlacePrecision.UNKNOWN if radius is None else precision_of_radius(radius),
            confidence=_CONFIDENCE,
            reason=f"not in the gazetteer; the answer of {answer.service}",
        )

    def _list_towns(self, latitude: float, longitude: float) -> list[Place]:
        """Give the populated places nearest to a point."""
        rows, index = self._towns
        near, _ = index.find(latitude, longitude, reach_km=_REACH_KM)
        return [self._gazetteer.place_at(row) for row in rows[near[:_NEIGHBOURS]].tolist()]

    @cached_property
    def _towns(self) -> tuple[NDArray[np.int64], NearestIndex]:
        return index_towns(self._gazetteer)
