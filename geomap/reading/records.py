"""JSON and JSON-lines files to documents.

Each is an object with ``text`` and, where known, ``title``, ``published``, ``url``, ``doc_id`` and ``source``, or an
article of schema.org's with an ``articleBody``.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

from geomap.dates import find_dates
from geomap.errors import DateError, InputError
from geomap.model import DatePrecision, Document
from geomap.reading.assembly import StatedDate, assemble
from geomap.reading.jsonld import find_articles, is_article, read_article

__all__ = ["read_published", "read_record", "split_records"]


def split_records(content: str, name: str, *, lines: bool) -> Iterator[tuple[int, str, object | InputError]]:
    """Yield the values of a JSON file with their line (JSON lines) or position (a list), counted from 1, and their key.

    The key is the number, and for each of several articles in one line the number within it, too. A line that is not
    JSON comes as the error it would raise, so that the lines after it are still read.
    """
    if lines:
        for number, line in enumerate(content.split("\n"), start=1):
            if not line.strip():
                continue
            loaded = _load(line, f"{name}, line {number}")
            found = _take_apart(loaded) or [loaded]
            for within, value in enumerate(found, start=1):
                yield number, f"{number}.{within}" if len(found) > 1 else str(number), value
        return
    loaded = _load(content, name)
    values = loaded if isinstance(loaded, list) else [loaded]
    articles = [article for value in values for article in _take_apart(value)]
    for number, value in enumerate(articles or values, start=1):
        yield number, str(number), value


def _take_apart(value: object) -> list[object]:
    """Give the articles of a JSON-LD value, which may hold other things beside them; any other value as it is."""
    if not isinstance(value, dict) or "text" in value or not {"@type", "@graph"} & value.keys():
        return [value]
    return list(find_articles(value)) or ([value] if is_article(value.get("@type")) else [])


def _load(content: str, where: str) -> object | InputError:
    try:
        value: object = json.loads(content)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if "\n" in content else f"column {error.colno}"
        return InputError(f"{where}: not valid JSON at {place} ({error.msg})")
    except RecursionError:
        return InputError(f"{where}: the JSON is nested too deeply")
    return value


def read_record(value: object, *, doc_id: str, where: str, name: str, given: dt.date | None) -> Document:
    """Return the document of one JSON object.

    Raises
    ------
    InputError
        The value is an error already, no object, has no text, or states a date that is none.

    Examples
    --------
    >>> article = {
    ...     "@type": "NewsArticle",
    ...     "headline": "Blast",
    ...     "articleBody": "A bomb went off.",
    ...     "publisher": "A daily",
    ... }
    >>> document = read_record(article, doc_id="a", where="a.json", name="a.json", given=None)
    >>> document.title, document.source, document.text
    ('Blast', 'A daily', 'A bomb went off.')
    """
    if isinstance(value, InputError):
        raise value
    if not isinstance(value, dict):
        raise InputError(f'{where}: expected an object like {{"text": "..."}}, found {type(value).__name__}')
    text = value.get("text")
    if text is None and (node := next(find_articles(value), None)) is not None:
        return _read_article(node, doc_id=doc_id, where=where, name=name, given=given)
    if not isinstance(text, str):
        wanted = '"articleBody"; an article' if {"@type", "@graph"} & value.keys() else '"text"; every object'
        raise InputError(f"{where}: no {wanted} needs one, a string")
    if not text.strip():
        raise InputError(f'{where}: "text" is empty')
    return assemble(
        text,
        doc_id=_string(value, "doc_id", where) or doc_id,
        title=_string(value, "title", where),
        source=_string(value, "source", where) or name,
        url=_string(value, "url", where),
        given=given,
        stated=_stated(value, where),
    )


def _read_article(node: Mapping[str, Any], *, doc_id: str, where: str, name: str, given: dt.date | None) -> Document:
    article = read_article(node)
    stated = None
    if article.published is not None:
        day = read_published(article.published, f'{where}, "datePublished"')
        stated = StatedDate(day=day, by='"datePublished" in the file')
    return assemble(
        article.body,
        doc_id=doc_id,
        title=article.headline,
        source=article.publisher or name,
        url=article.url,
        given=given,
        stated=stated,
    )


def _stated(value: dict[str, object], where: str) -> StatedDate | None:
    published = _string(value, "published", where)
    if published is None:
        return None
    return StatedDate(day=read_published(published, f'{where}, "published"'), by='"published" in the file')


def read_published(value: str, where: str) -> dt.date:
    """Return the day of a date or time as files state it: ISO 8601, or written out with its year.

    Raises
    ------
    DateError
        It is none of these.
    """
    try:
        return dt.datetime.fromisoformat(value.strip()).date()
    except ValueError:
        found = [m.interval for m in find_dates(value, None) if m.interval.precision is DatePrecision.DAY]
    if not found or found[0].start is None:
        raise DateError(f"{where}: {value!r} is not a date; write it as 2023-12-26")
    return found[0].start


def _string(value: dict[str, object], key: str, where: str) -> str | None:
    found = value.get(key)
    if found is None or found == "":
        return None
    if isinstance(found, int) and key == "doc_id":
        return str(found)
    if not isinstance(found, str):
        raise InputError(f'{where}: "{key}" must be a string, found {type(found).__name__}')
    return found
