"""Articles in, documents out: text files, Markdown, saved web pages, JSON, folders, globs, standard input.

Every `Document` keeps its text as given, with headings, paragraphs and dateline as offsets into it, and the day of
publication with the reason for it.
"""

from __future__ import annotations

from geomap.reading.articles import ReadFailure, read, read_documents, read_text

__all__ = ["ReadFailure", "read", "read_documents", "read_text"]
