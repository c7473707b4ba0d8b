"""The bytes of a delimited file to text, in whatever encoding they are.

Byte-order marks are believed, then UTF-8, then UTF-16 without a mark. What is left is tried in the encodings that
spreadsheet programs write: one in which headings come out as usual ones wins over what statistics of letters say, which
know little about a table of forty names.
"""

from __future__ import annotations

import codecs
import unicodedata
from itertools import pairwise

from charset_normalizer import from_bytes

from geomap.errors import InputError
from geomap.reading.decoding import decode
from geomap.tables.headings import count_usual, fold_heading

__all__ = ["decode_table"]

_SPREADSHEETS = (
    "cp1252", "cp1250", "cp1251", "cp1254", "cp1256", "cp1255", "cp1253", "cp1257", "cp932", "gb18030", "big5", "cp949",
    "koi8-r", "koi8-u", "iso8859-6", "iso8859-8", "cp866", "cp437", "mac-roman",
)  # fmt: skip
_SAMPLE = 200_000
_TURKISH = frozenset("tarih tarihi olay ulke yer sehir ilce".split())


def decode_table(data: bytes, name: str, *, encoding: str | None = None) -> tuple[str, str]:
    """Give the text of a delimited file and the name of its encoding.

    Raises
    ------
    InputError
        The file is empty or binary, or not in the encoding that was named.
    """
    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), encoding
        except LookupError as error:
            raise InputError(f"{name}: {encoding!r} is no encoding; name one such as utf-8 or cp1251") from error
        except UnicodeDecodeError as error:
            raise InputError(f"{name}: not in {encoding} (byte {error.start}); leave the encoding out") from error
    try:
        if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\x00" not in data[:_SAMPLE]:
            text = data.decode("utf-8-sig")
            if text.strip():
                return text, "utf-8"
    except UnicodeDecodeError:
        return _guess(data, name)
    return decode(data, name), "utf-16"


def _guess(data: bytes, name: str) -> tuple[str, str]:
    sample = data[:_SAMPLE]
    # a sample must not end within a letter
    sample = sample[: sample.rfind(b"\n") + 1] or sample
    best = from_bytes(sample).best()
    likely = [best.encoding] if best is not None else []
    scores: list[tuple[float, int, str]] = []
    for order, encoding in enumerate(dict.fromkeys([*likely, *_SPREADSHEETS])):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        # Turkish in cp1254 and Czech in cp1250 differ in six letters only: the headings have to tell
        turkish = encoding == "cp1254" and bool(_TURKISH & set(fold_heading(text[:500]).split()))
        scores.append((_score(text) + turkish / 2, -order, encoding))
    for _, _, encoding in sorted(scores, reverse=True):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise InputError(f"{name}: the encoding cannot be told; name it (--encoding cp1251) or save the file as UTF-8")


def _score(text: str) -> float:
    """Weigh how much a decoded text looks like a table: usual headings, and letters that go together."""
    headings = 0
    for line in text.split("\n")[:20]:
        for mark in ",;\t|":
            cells = [cell.strip(' "\r') for cell in line.split(mark)]
            # plain ASCII headings look the same in every encoding
            headings = max(headings, count_usual([cell for cell in cells if not cell.isascii()]))
    strange = sum(map(_is_strange, _words(text[:20_000])))
    total = max(1, sum(1 for word in _words(text[:20_000]) if not word.isascii()))
    return headings - 3 * strange / total


def _words(text: str) -> list[str]:
    return "".join(c if c.isalpha() or ord(c) > 127 else " " for c in text).split()


def _is_strange(word: str) -> bool:
    """Tell whether a word mixes scripts, has a capital behind a small letter, or signs that are no letters."""
    if word.isascii():
        return False
    scripts = {unicodedata.name(c, "NONE").split(" ")[0] for c in word if c.isalpha()}
    if {"CJK", "HIRAGANA", "KATAKANA", "HANGUL"} & scripts:
        scripts = {"CJK"} if not {"LATIN", "CYRILLIC", "GREEK", "HALFWIDTH"} & scripts else scripts
    if len(scripts) > 1 or any("HALFWIDTH" in unicodedata.name(c, "") for c in word):
        return True
    inner = any(a.islower() and b.isupper() for a, b in pairwise(word))
    return inner or any(
        not c.isalpha() and unicodedata.category(c) in {"So", "Sm", "Sc", "Sk", "Cc", "Co"} for c in word
    )
