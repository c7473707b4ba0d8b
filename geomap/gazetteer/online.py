"""An online geocoder behind the gazetteer: names it does not know go out, at a polite pace, and are remembered.

Nothing here runs unless it is asked for. Each answer, and each empty answer, is kept in an SQLite file, so that a
name is asked once; the services' terms forbid bulk work, and most want to be told who asks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service

from geomap.errors import InputError

__all__ = ["OnlineAnswer", "OnlineGeocoder"]

# Nominatim's usage policy: one request a second at the most.
_MIN_DELAY_SECONDS = 1.0
# After a failure the service is left alone for this many delays before the next try.
_ERROR_WAITS = 5
_SCHEMA = """
create table if not exists answers (
  service text not null, query text not null, latitude real, longitude real, address text, primary key (service, query)
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineAnswer:
    """What a service answered: a point in degrees and an address; ``service`` says whose answer it is."""

    latitude: float
    longitude: float
    address: str
    service: str


class OnlineGeocoder:
    """Asks one of geopy's services for names, slowly, and keeps the answers.

    Parameters
    ----------
    service
        A service that geopy knows: ``nominatim``, ``photon`` ...
    cache
        The SQLite file that keeps the answers; its folder is made.
    user_agent
        Who asks, as the services want to be told.
    geocode
        What is asked instead of geopy's service, for services that need more settings.
    min_delay_seconds
        The shortest time between two requests.

    Raises
    ------
    InputError
        geopy knows no such service, or the cache cannot be opened.
    """

    def __init__(
        self,
        service: str,
        *,
        cache: Path,
        user_agent: str = "geomap",
        geocode: Callable[[str], Any] | None = None,
        min_delay_seconds: float = _MIN_DELAY_SECONDS,
    ) -> None:
        if geocode is None:
            try:
                geocode = get_geocoder_for_service(service)(user_agent=user_agent).geocode
            except GeopyError as error:
                raise InputError(f"{service!r}: geopy knows no such service ({error})") from error
        self.service = service
        self._ask = RateLimiter(
            geocode,
            min_delay_seconds=min_delay_seconds,
            error_wait_seconds=_ERROR_WAITS * min_delay_seconds,
            swallow_exceptions=False,
        )
        try:
            cache.parent.mkdir(parents=True, exist_ok=True)
            self._answers = sqlite3.connect(cache)
            self._answers.execute(_SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"{cache}: cannot keep online answers here ({error}); name another file") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the cache."""
        self._answers.close()

    def geocode(self, name: str) -> OnlineAnswer | None:
        """Give the service's answer for a name, or None; a name is asked once.

        Raises
        ------
        InputError
            The service cannot be reached or refuses; nothing is remembered then.
        """
        query = " ".join(name.split())
        known = self._answers.execute(
            "select latitude, longitude, address from answers where service = ? and query = ?", (self.service, query)
        ).fetchone()
        if known is None:
            known = self._fetch(query)
        latitude, longitude, address = known
        if latitude is None:
            return None
        return OnlineAnswer(latitude=latitude, longitude=longitude, address=address, service=self.service)

    def _fetch(self, query: str) -> tuple[float | None, float | None, str | None]:
        try:
            location = self._ask(query)
        except GeopyError as error:
            raise InputError(
                f"{self.service}: no answer for {query!r} ({error}); leave out --online to go on"
            ) from error
        answer = (None, None, None) if location is None else (location.latitude, location.longitude, location.address)
        with self._answers:
            self._answers.execute(
                "insert or replace into answers values (?, ?, ?, ?, ?)", (self.service, query, *answer)
            )
        return answer
