"""Figures of events for print: maps, small multiples and timelines as PNG, SVG and PDF.

In: a GeoDataFrame in the event schema. Out: a matplotlib figure that carries its own description. matplotlib is known
here alone, and only the objects of a figure are used, never pyplot's state.
"""

from __future__ import annotations

from geomap.figures.composition import figure
from geomap.figures.eventfigure import EventFigure
from geomap.figures.options import Facet, FigureOptions, choose_word
from geomap.periods import Period

__all__ = ["EventFigure", "Facet", "FigureOptions", "Period", "choose_word", "figure"]
