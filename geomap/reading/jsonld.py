"""Articles in JSON-LD, as schema.org describes them and news sites publish them.

In: a JSON value, or a web page with such values in its scripts. Out: the nodes that are articles with a body, and what
such a node says of itself. https://schema.org/NewsArticle lists the properties.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["LinkedArticle", "find_articles", "find_in_page", "is_article", "read_article"]

_ARTICLE = re.compile(r"(?:Article|BlogPosting|SocialMediaPosting|Report)$")
_CONTAINERS = ("@graph", "mainEntity", "liveBlogUpdate")
"""What holds further nodes. An article that another only mentions, as related to it, is not one of the file."""

_DEEPEST = 8
_SCRIPT = re.compile(
    r"<script\b[^>]*\btype\s*=\s*[\"']?application/ld\+json\b[^>]*>(?P<value>.*?)</script\s*>",
    re.DOTALL | re.IGNORECASE,
)
_WRAPPING = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$")
_MARKUP = re.compile(r"</?(?:p|br|div|h[1-6]|li|ul|ol|blockquote|section|em|strong|a|b|i|span)\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:p|br|div|h[1-6]|li|ul|ol|blockquote|section)\b[^<>]*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedArticle:
    """What an article says of itself: its body as plain text, and the rest as it is written there."""

    body: str
    headline: str | None
    published: str | None
    publisher: str | None
    url: str | None


def find_articles(value: object, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Yield the nodes of a JSON value that are articles with a body: the value itself, in a list, in a graph.

    >>> graph = {"@graph": [{"@type": "WebSite"}, {"@type": "NewsArticle", "articleBody": "A bomb went off."}]}
    >>> [node["articleBody"] for node in find_articles(graph)]
    ['A bomb went off.']
    """
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from find_articles(item, depth + 1)
    if not isinstance(value, dict):
        return
    body = value.get("articleBody")
    if is_article(value.get("@type")) and isinstance(body, str) and body.strip():
        yield value
    for container in _CONTAINERS:
        yield from find_articles(value.get(container), depth + 1)


def read_article(node: Mapping[str, Any]) -> LinkedArticle:
    """Read what an article's node says of itself."""
    return LinkedArticle(
        body=_plain(node["articleBody"]),
        headline=_text(node.get("headline")) or _text(node.get("name")),
        published=_text(node.get("datePublished")) or _text(node.get("dateCreated")),
        publisher=_text(node.get("publisher")) or _text(node.get("isPartOf")),
        url=_address(node.get("url")) or _address(node.get("mainEntityOfPage")) or _address(node.get("@id")),
    )


def find_in_page(page: str) -> LinkedArticle | None:
    """Find the article in the scripts of a web page, the longest where there are several; a broken script is none."""
    found = []
    for script in _SCRIPT.finditer(page):
        try:
            # real pages carry raw line breaks inside strings
            value = json.loads(_WRAPPING.sub("", script["value"]), strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
        found += [read_article(node) for node in find_articles(value)]
    return max(found, key=lambda article: len(article.body), default=None)


def is_article(kind: object) -> bool:
    """Tell whether a type is one of an article: "NewsArticle", "schema:Article", ["Article", "OpinionNewsArticle"]."""
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and _ARTICLE.search(one) is not None for one in kinds)


def _plain(body: str) -> str:
    """Take entities and the markup of paragraphs out of a body; a line stands for a paragraph then."""
    if "&lt;" in body:
        body = html.unescape(body)
    if _MARKUP.search(body):
        lines = _MARKUP.sub("", _BREAK.sub("\n", " ".join(body.split()))).split("\n")
        body = "\n".join(line.strip() for line in lines if line.strip())
    return html.unescape(body).strip()


def _text(value: object) -> str | None:
    """Give a text, or the name of the thing that stands in its place; of several the first."""
    if isinstance(value, list):
        return next((found for item in value if (found := _text(item))), None)
    if isinstance(value, dict):
        return _text(value.get("name")) or _text(value.get("@value"))
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def _address(value: object) -> str | None:
    if isinstance(value, list):
        return next((found for item in value if (found := _address(item))), None)
    if isinstance(value, dict):
        return _address(value.get("@id")) or _address(value.get("url"))
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None
