"""Reports: an event frame as a page, a text or a Word file that can be sent as it is."""

from __future__ import annotations

from geomap.report.writing import Illustration, ReportOptions, write_report

__all__ = ["Illustration", "ReportOptions", "write_report"]
