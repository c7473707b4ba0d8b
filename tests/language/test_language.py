"""The parse keeps the document's offsets, whatever the layout."""

from __future__ import annotations

from geomap.language import MAX_PART, parse, parse_all
from geomap.model import Document
from geomap.reading import read_text

WRAPPED = (
    "KABUL —\u00a0A bomb hit the\nmarket on Monday. Nobody\tdied. 😀 Troops came."
    "\n\nSecond heading\n\nMore text follows here."
)


def test_sentences_keep_offsets_through_wrapped_lines_and_emoji() -> None:
    document = read_text(WRAPPED, doc_id="a")
    sentences = [WRAPPED[s.start : s.end] for s in parse(document).sentences()]
    assert "Nobody\tdied." in sentences
    assert any(s.endswith("hit the\nmarket on Monday.") for s in sentences)


def test_tokens_map_to_the_text() -> None:
    document = read_text(WRAPPED, doc_id="a")
    for part in parse(document).parts:
        for token in part.doc:
            start, end = part.offsets(token)
            if not token.is_space:
                assert WRAPPED[start:end] == token.text


def test_dateline_is_cut_off_before_the_parse() -> None:
    text = "ERBIL – Iraq on Tuesday confirmed the death of one soldier."
    document = read_text(text, doc_id="a")
    assert document.dateline is not None
    first = next(parse(document).sentences())
    assert text[first.start : first.end].startswith("Iraq")
    assert first.span.root.text == "confirmed"


def test_headings_do_not_fuse_with_the_sentence_after() -> None:
    text = "Israel blamed for killing commander\n\nIran said it would respond to the attack on its officers in Syria."
    sentences = list(parse(read_text(text, doc_id="a")).sentences())
    assert len(sentences) == 2


def test_a_long_block_is_cut_between_sentences() -> None:
    text = "The patrol came under fire near the river on Friday. " * (3 * MAX_PART // 50)
    parsed = parse(read_text(text, doc_id="a"))
    assert len(parsed.parts) > 1
    assert all(part.end - part.start <= MAX_PART for part in parsed.parts)
    assert {text[s.start : s.end] for s in parsed.sentences()} == {text[:52]}


def test_documents_come_in_order_and_one_each() -> None:
    documents = [read_text(f"Report {n}. It was quiet in Basra.", doc_id=str(n)) for n in range(130)]
    empty = Document(doc_id="empty", text="", blocks=())
    ids = [p.document.doc_id for p in parse_all([*documents, empty])]
    assert ids == [*[str(n) for n in range(130)], "empty"]


def test_half_a_surrogate_pair_does_not_stop_the_model() -> None:
    text = "A bomb hit\ud83d the market in Basra."
    (sentence,) = parse(read_text(text, doc_id="a")).sentences()
    assert text[sentence.start : sentence.end] == text


def test_off_before_a_coast_is_a_preposition_and_a_particle_elsewhere() -> None:
    def arcs(text: str) -> dict[str, tuple[str, str]]:
        doc = parse(read_text(text, doc_id="a")).parts[0].doc
        return {token.text: (token.dep_, token.head.text) for token in doc}

    drowned = arcs("Five people drowned off Lesbos on Tuesday.")
    assert drowned["off"] == ("prep", "drowned")
    assert drowned["Lesbos"] == ("pobj", "off")
    assert arcs("Troops cut off Aleppo on Tuesday.")["off"] == ("prt", "cut")
