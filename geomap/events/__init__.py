"""Events: who did what to whom, where and when, each once, each with its evidence.

In: a parsed document with its resolved toponyms. Out: one Event for each thing that the text says happened.
"""

from geomap.events.extraction import Extraction, extract

__all__ = ["Extraction", "extract"]
