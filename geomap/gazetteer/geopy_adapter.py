"""The gazetteer as a geopy geocoder: queries go in, ``geopy.Location`` comes out, without a network.

Code written for ``geopy.geocoders.Nominatim`` runs offline with the line that makes the geocoder changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import cached_property
from typing import Any

import numpy as np
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point
from numpy.typing import NDArray

from geomap.errors import InputError
from geomap.gazetteer.fallback import OnlineFallback
from geomap.gazetteer.geocoding import find_country, geocode_name, report_missing
from geomap.gazetteer.nearest import NearestIndex, index_towns
from geomap.gazetteer.online import OnlineGeocoder
from geomap.gazetteer.query import Gazetteer
from geomap.model import Candidate, Place

__all__ = ["GazetteerGeocoder"]

# The parts of Nominatim's structured query, from the place itself to what contains it.
_PARTS = ("city", "town", "village", "county", "state", "country")
# How far the nearest populated place is looked for, in steps, so that most searches stay small.
_REACHES_KM = (10.0, 50.0, 250.0)
_DEFAULT_LIMIT = 10


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy publishes no types
    """A geopy geocoder over a gazetteer.

    Parameters
    ----------
    gazetteer
        The open gazetteer; None opens the one in use.
    online
        Asked for names that the gazetteer lacks; None asks nobody.
    settings
        What geopy's geocoders take (``user_agent``, ``timeout``, ``domain`` ...); accepted so that existing code runs,
        and without effect, for nothing is fetched.

    Examples
    --------
    >>> geocoder = GazetteerGeocoder(user_agent="any")
    >>> location = geocoder.geocode("Erbil airport")
    >>> round(location.latitude, 2), round(location.longitude, 2), location.raw["feature_code"]
    (36.24, 43.96, 'AIRP')
    """

    def __init__(
        self,
        gazetteer: Gazetteer | None = None,
        *,
        online: OnlineGeocoder | None = None,
        **settings: Any,  # noqa: ANN401  geopy's own settings
    ) -> None:
        known = {name: value for name, value in settings.items() if name in {"user_agent", "timeout", "scheme"}}
        super().__init__(**known)
        self.gazetteer = gazetteer if gazetteer is not None else Gazetteer.open()
        self._online = online

    def geocode(
        self,
        query: str | Mapping[str, str],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002  geopy's interface
        limit: int | None = None,
        country_codes: str | list[str] | None = None,
        **_ignored: object,
    ) -> Any:  # noqa: ANN401  geopy publishes no types for Location or list of Location
        """Give the location of a name, or the locations it may mean, best first; None where there is none.

        Parameters
        ----------
        query
            A name ("Tikrit, Iraq"), or Nominatim's structured query (``{"city": ..., "country": ...}``).
        exactly_one
            Give one location instead of a list.
        timeout
            Without effect.
        limit
            The most locations to give.
        country_codes
            ISO 3166-1 alpha-2 codes to keep, as a list or parted by commas.

        Raises
        ------
        InputError
            A country code is not known, or the service behind the gazetteer gives no answer.
        """
        text = query if isinstance(query, str) else ", ".join(query[part] for part in _PARTS if query.get(part))
        found: list[Candidate] = []
        best: list[Location] = []
        for code in self._list_countries(country_codes):
            result = geocode_name(text, self.gazetteer, country=code)
            if result.gazetteer_id is not None:
                place = self.gazetteer.place(result.gazetteer_id)
                best.append(_locate(place, confidence=result.confidence, reason=result.reason))
            found.extend(self.gazetteer.candidates(text, country=code, limit=limit or _DEFAULT_LIMIT))
        best.sort(key=lambda location: -location.raw["confidence"])
        if not best and not found and self._online is not None:
            fallback = OnlineFallback(self._online, self.gazetteer)
            for code in self._list_countries(country_codes):
                best.extend(self._ask_online(fallback, text, code))
        if exactly_one:
            return best[0] if best else None
        seen = {location.raw["place_id"] for location in best}
        others = [c for c in sorted(found, key=lambda c: -c.score) if c.place.place_id not in seen]
        locations = [*best, *(_locate(c.place, confidence=c.score, reason=c.match.value) for c in others)]
        return locations[: limit or _DEFAULT_LIMIT] or None

    def reverse(
        self,
        query: Point | str | tuple[float, float],
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,  # noqa: ARG002  geopy's interface
        **_ignored: object,
    ) -> Any:  # noqa: ANN401  geopy publishes no types for Location or list of Location
        """Give the populated place nearest to a point, or the nearest ones; None where there is none in 250 km.

        Parameters
        ----------
        query
            A geopy point, ``(latitude, longitude)``, or a text that geopy reads as a point.
        exactly_one
            Give one location instead of a list.
        timeout
            Without effect.
        """
        point = query if isinstance(query, Point) else Point(query)
        towns, index = self._towns
        for reach in _REACHES_KM:
            rows, km = index.find(point.latitude, point.longitude, reach_km=reach)
            if len(rows):
                locations = [
                    _locate(self.gazetteer.place_at(row), confidence=1.0, reason="nearest populated place", km=distance)
                    for row, distance in zip(
                        towns[rows[:_DEFAULT_LIMIT]].tolist(), km[:_DEFAULT_LIMIT].tolist(), strict=True
                    )
                ]
                return locations[0] if exactly_one else locations
        return None

    def _ask_online(self, fallback: OnlineFallback, text: str, country: str | None) -> list[Location]:
        answer = fallback(report_missing(text, "no place of this name in the gazetteer"), country)
        if fallback.error is not None:
            raise fallback.error
        if answer.latitude is None:
            return []
        raw = {**asdict(answer), "place_id": None, "display_name": answer.place}
        return [Location(answer.place, (answer.latitude, answer.longitude), raw)]

    @cached_property
    def _towns(self) -> tuple[NDArray[np.int64], NearestIndex]:
        return index_towns(self.gazetteer)

    def _list_countries(self, codes: str | list[str] | None) -> list[str | None]:
        if codes is None:
            return [None]
        texts = codes.split(",") if isinstance(codes, str) else codes
        countries = [find_country(self.gazetteer, text) for text in texts]
        if None in countries:
            raise InputError(f"country_codes={codes!r}: not all are ISO 3166-1 alpha-2 codes that the gazetteer knows")
        return countries


def _locate(place: Place, *, confidence: float, reason: str, km: float | None = None) -> Location:
    """Make a geopy location; its raw record is the place with confidence and reason, and Nominatim's three keys."""
    parts = (place.name, place.admin2_name, place.admin1_name, place.country_name)
    address = ", ".join(dict.fromkeys(part for part in parts if part))
    raw = {
        **place._asdict(),
        "confidence": confidence,
        "reason": reason,
        "display_name": address,
        "lat": str(place.latitude),
        "lon": str(place.longitude),
    }
    if km is not None:
        raw["distance_km"] = km
    return Location(address, (place.latitude, place.longitude), raw)
