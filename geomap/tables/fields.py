"""The columns of a table by the fields of an event that they are mapped to.

In: a `RawTable` and its `ColumnMapping`. Out: columns as distinct texts, singly or gathered for a reader.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geomap.tables.cells import Cells
from geomap.tables.days import DateColumns
from geomap.tables.formats import TableFormat
from geomap.tables.mapping import ColumnMapping
from geomap.tables.placing import PlaceColumns
from geomap.tables.positions import PositionColumns
from geomap.tables.raw import RawTable

__all__ = ["FieldReader"]

_TOLLS = frozenset(
    f"{kind}{bound}" for kind in ("killed", "injured", "missing", "displaced") for bound in ("", "_min", "_max")
)


class FieldReader:
    """Reads the columns of a table by the fields they are mapped to."""

    def __init__(self, table: RawTable, mapping: ColumnMapping) -> None:
        self._table = table
        self._mapping = mapping

    def get(self, field: str) -> Cells | None:
        """Give the column of a field as distinct texts, None where no column holds it."""
        name = self._mapping.get(field)
        if name is None:
            return None
        return self._table.cells(name, na_is_empty=field != "country", none_is_empty=field not in _TOLLS)

    def texts(self, field: str) -> NDArray[np.object_] | None:
        """Give the texts of a field, a row each."""
        cells = self.get(field)
        return None if cells is None else cells.texts()

    def dates(self, known: TableFormat | None) -> DateColumns:
        """Gather the columns that tell when."""
        return DateColumns(
            date=self.get("date" if self._mapping.get("date") else "date_start"),
            date_end=self.get("date_end"),
            year=self.get("year"),
            month=self.get("month"),
            day=self.get("day"),
            precision=self.get("date_precision"),
            codes=known.date_precision if known is not None else None,
        )

    def places(self, known: TableFormat | None) -> PlaceColumns:
        """Gather the columns that tell where."""
        geometry = self._table.data["geometry"].to_numpy() if "geometry" in self._table.data else None
        return PlaceColumns(
            positions=PositionColumns(
                latitude=self.get("latitude"),
                longitude=self.get("longitude"),
                pair=self.get("coordinates"),
                geometry=geometry,
                reach_km=self._table.reach_km,
            ),
            place=self.get("place"),
            admin2=self.get("admin2"),
            admin1=self.get("admin1"),
            country=self.get("country"),
            precision=self.get("place_precision"),
            radius=self.get("radius_km"),
            codes=known.place_precision if known is not None else None,
            country_code=self._mapping.country,
            finest=known.finest if known is not None else None,
        )
