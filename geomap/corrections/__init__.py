"""Corrections: what a person knows better than the program, applied after every extraction."""

from __future__ import annotations

from geomap.corrections.applying import Corrected, Unused, apply_corrections
from geomap.corrections.reading import read_corrections
from geomap.corrections.rules import Corrections
from geomap.corrections.worksheet import write_worksheet

__all__ = ["Corrected", "Corrections", "Unused", "apply_corrections", "read_corrections", "write_worksheet"]
