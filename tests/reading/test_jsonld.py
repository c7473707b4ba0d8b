"""Articles that a site describes as schema.org does: in files, and in the scripts of saved pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from geomap.errors import DateError, InputError
from geomap.reading import ReadFailure, read, read_documents
from geomap.reading.jsonld import find_articles, find_in_page, read_article
from geomap.tables.raw import RawTable
from geomap.tables.sources import ArticleFile, sort_sources

BODY = (
    "A car bomb killed three people in Mosul on Tuesday, police said.\n\nThe blast hit a market in the east of the "
    "city. Eight people were wounded. Nobody claimed the attack so far, and the police closed the roads around it for "
    "hours. Shopkeepers swept up glass in the afternoon, and a school nearby sent its pupils home before noon."
)
ARTICLE: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Car bomb in Mosul &amp; a closed road",
    "articleBody": BODY,
    "datePublished": "2016-05-04T08:00:00+03:00",
    "mainEntityOfPage": {"@type": "WebPage", "@id": "https://news.example/a"},
    "publisher": {"@type": "Organization", "name": "A daily"},
    "author": [{"@type": "Person", "name": "A. Writer"}, {"@type": "Person", "name": "B. Writer"}],
}
SITE = {"@type": "WebSite", "name": "A daily"}
TEASER = (
    "<p>Subscribe to read on. Our reporters are paid for by readers like you, and we are grateful for your support in "
    "these times.</p><p>You have read all of the free articles of this month. Log in, or take a subscription, to go on "
    "reading what happened.</p>"
)


def write(path: Path, value: object) -> Path:
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return path


def page(script: str, body: str = '<div id="app"></div>') -> str:
    return (
        "<!doctype html><html><head><title>Car bomb in Mosul - A daily</title>"
        f"<script type='application/ld+json'>{script}</script></head>"
        f'<body>{body}<nav><a href="/">Home</a><a href="/world">World</a></nav></body></html>'
    )


@pytest.mark.parametrize("name", ["a.json", "a.jsonld", "a.jsonl"])
@pytest.mark.parametrize(
    "value",
    [
        ARTICLE,
        [SITE, ARTICLE],
        {"@context": "https://schema.org", "@graph": [SITE, {**ARTICLE, "@type": ["Article", "OpinionNewsArticle"]}]},
        {"@type": "WebPage", "mainEntity": {**ARTICLE, "@type": "schema:ReportageNewsArticle"}},
    ],
    ids=["alone", "list", "graph", "main"],
)
def test_a_file_of_json_ld(tmp_path: Path, name: str, value: object) -> None:
    if name == "a.jsonl" and isinstance(value, list):
        value = "\n".join(map(json.dumps, value[1:]))
    [document] = read(write(tmp_path / name, value))
    assert document.text == BODY
    assert (document.title, document.source) == ("Car bomb in Mosul & a closed road", "A daily")
    assert document.url == "https://news.example/a"
    assert (str(document.published), document.published_reason) == (
        "2016-05-04",
        'stated by "datePublished" in the file',
    )
    assert len(document.blocks) == 2


def test_every_article_of_a_graph_is_a_document(tmp_path: Path) -> None:
    graph = {"@graph": [ARTICLE, SITE, {**ARTICLE, "articleBody": "A second one."}]}
    assert [d.doc_id for d in read(write(tmp_path / "a.json", graph))] == ["a:1", "a:2"]
    lines = f"{json.dumps(graph)}\n{json.dumps(ARTICLE)}"
    assert [d.doc_id for d in read(write(tmp_path / "b.jsonl", lines))] == ["b:1.1", "b:1.2", "b:2"]


def test_what_has_no_body_or_no_date_is_said(tmp_path: Path) -> None:
    without = {key: value for key, value in ARTICLE.items() if key != "articleBody"}
    found = list(read_documents(write(tmp_path / "a.json", [ARTICLE, without])))
    assert isinstance(found[1], ReadFailure)
    assert found[1].message.endswith('a.json, object 2: no "articleBody"; an article needs one, a string')
    with pytest.raises(InputError, match=r"line 1: no .articleBody."):
        read(write(tmp_path / "a.jsonl", without))
    with pytest.raises(DateError, match=r"datePublished.*'last week' is not a date"):
        read(write(tmp_path / "b.json", {**ARTICLE, "datePublished": "last week"}))


def test_an_update_of_a_live_blog_is_an_article_and_a_related_one_is_none() -> None:
    update = {"@type": "BlogPosting", "articleBody": "09:10 The road is open again."}
    blog = {"@type": "LiveBlogPosting", "liveBlogUpdate": [update], "citation": ARTICLE}
    assert list(find_articles(blog)) == [update]


def test_json_nested_deeply_is_no_fault(tmp_path: Path) -> None:
    deep = "[" * 900 + "]" * 900
    (found,) = read_documents(write(tmp_path / "deep.json", deep))
    assert isinstance(found, ReadFailure)
    assert [type(source) for source in sort_sources([tmp_path / "deep.json"])] == [ArticleFile]


def test_markup_in_a_body_parts_paragraphs() -> None:
    body = "&lt;p&gt;A <b>car bomb</b> killed\nthree.&lt;/p&gt;<p>Tea &amp;amp; bread: 3 < 5.</p>"
    assert read_article({"@type": "NewsArticle", "articleBody": body}).body.split("\n") == [
        "A car bomb killed three.",
        "Tea & bread: 3 < 5.",
    ]


@pytest.mark.parametrize("body", ['<div id="app"></div>', TEASER], ids=["nothing shown", "teaser shown"])
def test_a_page_with_its_article_in_a_script_alone(tmp_path: Path, body: str) -> None:
    graph = {"@context": "https://schema.org", "@graph": [SITE, ARTICLE]}
    for script in (json.dumps(graph), f"//<![CDATA[\n{json.dumps(ARTICLE)}\n//]]>"):
        [document] = read(write(tmp_path / "page.html", page(script, body)))
        assert document.text == BODY
        assert [block.kind.value for block in document.blocks] == ["paragraph", "paragraph"]
        assert str(document.published) == "2016-05-04"
        assert (document.source, document.url) == ("A daily", "https://news.example/a")


def test_a_page_that_shows_its_article_is_read_as_it_is_shown(tmp_path: Path) -> None:
    shown = "".join(f"<p>{part}</p>" for part in BODY.split("\n\n"))
    article = f"<article><h1>Car bomb in Mosul</h1><h2>What is known</h2>{shown}</article>"
    [document] = read(write(tmp_path / "page.html", page(json.dumps(ARTICLE), article)))
    assert "What is known" in document.text


def test_a_broken_script_is_passed_over() -> None:
    assert find_in_page(page('{"@type": "NewsArticle", "articleBody": "A bomb')) is None
    assert find_in_page(page('{"@type": "NewsArticle", "articleBody": "A\nbomb"}')) is not None


def test_an_article_is_no_table(tmp_path: Path) -> None:
    for name, value in (("a.json", ARTICLE), ("b.json", {"@graph": [SITE, ARTICLE]}), ("c.jsonld", ARTICLE)):
        assert [type(found) for found in sort_sources([write(tmp_path / name, value)])] == [ArticleFile]
    table = write(tmp_path / "t.json", [{"@type": "Event", "date": "2016-05-04", "place": "Mosul"}])
    assert [type(found) for found in sort_sources([table])] == [RawTable]
