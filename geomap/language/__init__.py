"""The language of a document: its parse in English, and whether it is English at all."""

from __future__ import annotations

from geomap.language.foreign import Foreign, find_foreign, say_foreign
from geomap.language.parsing import MAX_PART, ParsedDocument, ParsedPart, Sentence, load_language, parse, parse_all

__all__ = [
    "MAX_PART",
    "Foreign",
    "ParsedDocument",
    "ParsedPart",
    "Sentence",
    "find_foreign",
    "load_language",
    "parse",
    "parse_all",
    "say_foreign",
]
