"""The errors geomap raises on purpose.

::

    GeomapError
    ├── GazetteerError
    │   ├── GazetteerNotFoundError   (also FileNotFoundError)
    │   └── GazetteerFormatError
    ├── InputError                   (also ValueError)
    │   ├── MissingColumnError
    │   ├── CoordinateError
    │   └── DateError
    └── ExportError

Every message names the value, the file, the row where there is one, and the remedy. The command line prints the
message alone and exits with 1; anything outside this tree is a fault of geomap's and keeps its traceback.
"""

from __future__ import annotations

__all__ = [
    "CoordinateError",
    "DateError",
    "ExportError",
    "GazetteerError",
    "GazetteerFormatError",
    "GazetteerNotFoundError",
    "GeomapError",
    "InputError",
    "MissingColumnError",
]


class GeomapError(Exception):
    """Any error geomap raises on purpose."""


class GazetteerError(GeomapError):
    """A gazetteer cannot be used or built."""


class GazetteerNotFoundError(GazetteerError, FileNotFoundError):
    """There is no gazetteer at the given path."""


class GazetteerFormatError(GazetteerError):
    """The directory is half-built, truncated, foreign, or of a newer format."""


class InputError(GeomapError, ValueError):
    """An input file, text or table cannot be used as it is."""


class MissingColumnError(InputError):
    """A table or frame lacks a column that the work needs."""


class CoordinateError(InputError):
    """A coordinate is outside its range or not a number."""


class DateError(InputError):
    """A value given as a date is not one."""


class ExportError(GeomapError):
    """An output cannot be written."""
