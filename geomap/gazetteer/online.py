"""An online geocoder behind the gazetteer: names it does not know go out, at a polite pace, and are remembered.

Nothing here runs unless it is asked for. Each answer, and each empty answer, is kept in an SQLite file, so that a
name is asked once; the services' terms forbid bulk work, and most want to be told who asks.
"""

from __future__ import annotations

import inspect
import logging
import math
import os
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service

from geomap.errors import InputError
from geomap.gazetteer.matching import measure_km

__all__ = ["KEY_VARIABLE", "OnlineAnswer", "OnlineGeocoder", "find_cache"]

KEY_VARIABLE = "GEOMAP_ONLINE_KEY"
# Nominatim's usage policy: one request a second at the most.
_MIN_DELAY_SECONDS = 1.0
# After a failure the service is left alone for this many delays before it is asked a second time, and then no more.
_ERROR_WAITS = 5
_RETRIES = 1
_TIMEOUT_SECONDS = 10
_SCHEMA = """
create table if not exists online_answers (
  service text not null, query text not null, latitude real, longitude real, radius_km real, address text,
  primary key (service, query)
)
"""
_Row = tuple[float | None, float | None, float | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineAnswer:
    """What a service answered: a point in degrees and an address; ``service`` says whose answer it is.

    ``radius_km`` is half the diagonal of the box that the service gives around the place, None where it gives none.
    """

    latitude: float
    longitude: float
    radius_km: float | None
    address: str
    service: str


class OnlineGeocoder:
    """Asks one of geopy's services for names, slowly, and keeps the answers.

    Parameters
    ----------
    service
        A service that geopy knows: ``nominatim``, ``photon`` ... The key of one that wants a key stands in the
        environment variable ``GEOMAP_ONLINE_KEY``.
    cache
        The SQLite file that keeps the answers; its folder is made.
    user_agent
        Who asks, as the services want to be told.
    url
        The address of one's own server of the service, such as ``http://localhost:8080``.
    geocode
        What is asked instead of geopy's service, for services that need more settings.
    min_delay_seconds
        The shortest time between two requests.

    Raises
    ------
    InputError
        geopy knows no such service, it wants settings that it has not been given, or the cache cannot be opened.
    """

    def __init__(
        self,
        service: str,
        *,
        cache: Path,
        user_agent: str = "geomap",
        url: str | None = None,
        geocode: Callable[[str], Any] | None = None,
        min_delay_seconds: float = _MIN_DELAY_SECONDS,
    ) -> None:
        logger = logging.getLogger("geopy")
        if not logger.hasHandlers():  # else each failed try would be told with its traceback
            logger.addHandler(logging.NullHandler())
        self.service = service if url is None else f"{service} at {url}"
        self._ask = RateLimiter(
            geocode or _make_service(service, user_agent, url),
            min_delay_seconds=min_delay_seconds,
            max_retries=_RETRIES,
            error_wait_seconds=_ERROR_WAITS * min_delay_seconds,
            swallow_exceptions=False,
        )
        try:
            cache.parent.mkdir(parents=True, exist_ok=True)
            self._answers = sqlite3.connect(cache)
        except (OSError, sqlite3.Error) as error:
            raise InputError(f"{cache}: cannot keep online answers here ({error}); name another file") from error
        try:
            self._answers.execute(_SCHEMA)
        except sqlite3.Error as error:
            self._answers.close()
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
        known: _Row | None = self._answers.execute(
            "select latitude, longitude, radius_km, address from online_answers where service = ? and query = ?",
            (self.service, query),
        ).fetchone()
        latitude, longitude, radius_km, address = self._fetch(query) if known is None else known
        if latitude is None or longitude is None:
            return None
        return OnlineAnswer(
            latitude=latitude, longitude=longitude, radius_km=radius_km, address=address or query, service=self.service
        )

    def _fetch(self, query: str) -> _Row:
        try:
            location = self._ask(query)
        except GeopyError as error:
            raise InputError(
                f"{self.service}: no answer for {query!r} ({error}); leave out --online to go on"
            ) from error
        answer: _Row = (None, None, None, None)
        if location is not None:
            answer = (location.latitude, location.longitude, _measure_radius(location.raw), location.address)
        with self._answers:
            self._answers.execute(
                "insert or replace into online_answers values (?, ?, ?, ?, ?, ?)", (self.service, query, *answer)
            )
        return answer


def find_cache() -> Path:
    """Give the file that keeps online answers where none is named: in the user's folder for such files."""
    folder = os.environ.get("XDG_CACHE_HOME")
    return (Path(folder) if folder else Path.home() / ".cache") / "geomap" / "online.sqlite"


def _make_service(service: str, user_agent: str, url: str | None) -> Callable[[str], Any]:
    """Make geopy's geocoder of a service; settings that it does not know are left out."""
    try:
        maker = get_geocoder_for_service(service)
    except GeopyError as error:
        raise InputError(f"{service!r}: geopy knows no such service; try nominatim or photon") from error
    settings: dict[str, object] = {"user_agent": user_agent, "timeout": _TIMEOUT_SECONDS}
    if url is not None:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InputError(f"{url!r}: not the address of a server; write it as https://nominatim.example.org")
        settings |= {"scheme": parts.scheme, "domain": parts.netloc + parts.path.rstrip("/")}
    if key := os.environ.get(KEY_VARIABLE):
        settings["api_key"] = key
    known = inspect.signature(maker).parameters
    if url is not None and not {"domain", "scheme"} <= known.keys():
        raise InputError(f"{service}: this service has no servers of one's own; leave the address out")
    try:
        made = maker(**{name: value for name, value in settings.items() if name in known})
    except (TypeError, GeopyError) as error:
        raise InputError(
            f"{service}: needs more settings ({error}); put its key into {KEY_VARIABLE}, or use nominatim or photon"
        ) from error
    ask: Callable[[str], Any] = made.geocode
    return ask


def _measure_radius(raw: object) -> float | None:
    """Give half the diagonal in kilometres of the box in an answer of Nominatim's or Photon's, None without one."""
    try:
        if isinstance(raw, dict) and "boundingbox" in raw:
            south, north, west, east = map(float, raw["boundingbox"])
        elif isinstance(raw, dict) and "extent" in raw.get("properties", {}):
            west, north, east, south = map(float, raw["properties"]["extent"])
        else:
            return None
    except (TypeError, ValueError):
        return None
    radius = measure_km((south, west), (north, east)) / 2
    return radius if math.isfinite(radius) else None
