"""Change single events of a frame in place: another place, other values, another name for an actor, a new row."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import geopandas as gpd
import pandas as pd
from geopy.distance import distance as geodesic

from geomap.corrections.fields import Values
from geomap.corrections.matching import is_source, list_of
from geomap.corrections.rules import FieldValue
from geomap.corrections.targets import FoundPlace
from geomap.frame import COLUMNS, check_frame
from geomap.gazetteer import Gazetteer
from geomap.model import DatePrecision, PlacePrecision, PlaceRelation

__all__ = ["add_event", "move_event", "rename_actor", "set_values"]

_NAMING = ("source", "actor", "actors", "target", "attributed_to", "title")


def move_event(frame: gpd.GeoDataFrame, row: int, to: FoundPlace, *, source: str, gazetteer: Gazetteer) -> None:
    """Move an event to a place; "near" stays near it, "20 km north of" stays as far from it.

    The runners-up are gone: nobody asks which other place it could be when a person has said which.
    """
    old = frame.loc[row]
    latitude, longitude, radius = to.latitude, to.longitude, to.radius_km
    relation = old["place_relation"] if isinstance(old["place_relation"], str) else PlaceRelation.IN.value
    if relation == PlaceRelation.NEAR and isinstance(old["place_text"], str):
        radius = max(radius, _or_zero(old["radius_km"]))
    elif relation == PlaceRelation.OFFSET and to.gazetteer_id is not None:
        latitude, longitude = _keep_offset(old, to, gazetteer)
        radius = max(radius, _or_zero(old["radius_km"]))
    else:
        relation = PlaceRelation.IN.value
    values: dict[str, Any] = {
        "title": _rename(old["title"], old["place"], to.name),
        "place": to.name or old["place"],
        "country": to.country or (old["country"] if to.gazetteer_id is None else None),
        "admin1": to.admin1,
        "latitude": latitude,
        "longitude": longitude,
        "place_precision": to.precision.value,
        "place_relation": relation,
        "radius_km": radius,
        "gazetteer_id": to.gazetteer_id,
        "place_reason": f"corrected by hand ({source})",
        "runners_up": "[]",
    }
    for name, value in values.items():
        frame.loc[row, name] = value if value is not None else pd.NA


def _or_zero(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not pd.isna(value) else 0.0


def _keep_offset(old: pd.Series[Any], to: FoundPlace, gazetteer: Gazetteer) -> tuple[float, float]:
    """Shift the event as the text shifted it from the place it was thought to be at."""
    was = old["gazetteer_id"]
    if not isinstance(was, str) or not gazetteer.has_place(was) or pd.isna(old["latitude"]):
        return to.latitude, to.longitude
    place = gazetteer.place(was)
    latitude = to.latitude + old["latitude"] - place.latitude
    longitude = to.longitude + old["longitude"] - place.longitude
    if abs(latitude) > 90 or geodesic((to.latitude, to.longitude), (latitude, longitude)).km > 1_000:
        return to.latitude, to.longitude
    return latitude, (longitude + 180) % 360 - 180


def set_values(frame: gpd.GeoDataFrame, row: int, values: Values) -> None:
    """Set columns of an event; a place precision of ``unknown`` also takes its point away."""
    for name, value in values:
        frame.loc[row, name] = _to_cell(name, value)
    told = dict(values)
    if told.get("place_precision") == PlacePrecision.UNKNOWN:
        for name in ("latitude", "longitude", "radius_km", "gazetteer_id", "place", "admin1", "country"):
            frame.loc[row, name] = pd.NA
    if "date_start" in told and "date_end" not in told and pd.isna(frame.loc[row, "date_end"]):
        frame.loc[row, "date_end"] = frame.loc[row, "date_start"]
    if {"date_start", "date_end"} & told.keys() and "date_precision" not in told:
        frame.loc[row, "date_precision"] = _guess_precision(frame.loc[row])


def _guess_precision(event: pd.Series[Any]) -> str:
    start, end = event["date_start"], event["date_end"]
    if pd.isna(start) or pd.isna(end):
        return DatePrecision.UNKNOWN.value
    return (DatePrecision.DAY if start == end else DatePrecision.RANGE).value


def _to_cell(name: str, value: FieldValue) -> Any:  # noqa: ANN401 - a cell of a frame holds anything
    if value is None:
        return pd.NaT if COLUMNS[name].startswith("datetime") else pd.NA
    if isinstance(value, tuple):
        return json.dumps(list(value), ensure_ascii=False)
    if COLUMNS[name].startswith("datetime"):
        return pd.Timestamp(str(value))
    return int(value) if COLUMNS[name] == "Int64" and isinstance(value, float) else value


def rename_actor(frame: gpd.GeoDataFrame, old: str, new: str, source: str | None) -> list[int]:
    """Rename an actor wherever it acts, is a target or vouches; give the rows that changed."""
    changed = []
    whole = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    for row, event in enumerate(frame[list(_NAMING)].to_dict("records")):
        if not is_source(event["source"], source):
            continue
        actors = list_of(event["actors"])
        targets = [name.strip() for name in event["target"].split(";")] if isinstance(event["target"], str) else []
        if old not in (*actors, *targets, event["actor"], event["attributed_to"]):
            continue
        renamed = list(dict.fromkeys(new if name == old else name for name in actors))
        frame.loc[row, "actors"] = json.dumps(renamed, ensure_ascii=False)
        for column in ("actor", "attributed_to"):
            if event[column] == old:
                frame.loc[row, column] = new
        if old in targets:
            frame.loc[row, "target"] = "; ".join(dict.fromkeys(new if name == old else name for name in targets))
        if isinstance(event["title"], str):
            frame.loc[row, "title"] = whole.sub(lambda _: new, event["title"])
        changed.append(row)
    return changed


def _rename(title: object, old: object, new: str | None) -> object:
    """Put the new place's name into a title that bears the old one's."""
    if not isinstance(title, str) or not isinstance(old, str) or not new or old == new:
        return title
    return re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, title)


def add_event(frame: gpd.GeoDataFrame, values: Values, *, source: str) -> gpd.GeoDataFrame:
    """Give the frame with one more event, at its end; its id comes from what is said of it."""
    told = dict(values)
    key = json.dumps(["added", *map(str, sorted(told.items()))], ensure_ascii=False)
    told.setdefault("source", source)
    identifier = hashlib.sha256(key.encode("utf-8")).hexdigest()[:12]
    row = check_frame(pd.DataFrame({"event_id": [identifier], "latitude": [None], "longitude": [None]}))
    grown = gpd.GeoDataFrame(pd.concat([frame, row], ignore_index=True), crs=frame.crs)
    set_values(grown, len(grown) - 1, tuple(told.items()))
    return grown
