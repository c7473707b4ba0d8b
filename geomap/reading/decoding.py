r"""Bytes of a text file to text.

Byte-order marks are believed first, then UTF-8, then the pattern of UTF-16 without a mark, then charset-normalizer.
Line ends become ``\n`` as in Python's text mode, so that offsets agree with ``Path.read_text()``.
"""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from geomap.errors import InputError

__all__ = ["EMPTY_FILE", "decode"]

EMPTY_FILE = "the file is empty; check that it was saved or fetched whole"
"""What to say of a file of white space."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF file", "save its text as .txt first"),
    (b"PK\x03\x04", "a ZIP archive or an office document", "save its text as .txt first"),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save its text as .txt first"),
    (b"\x1f\x8b", "a gzip file", "unpack it first"),
    (b"\x89PNG", "an image", "give the text instead"),
    (b"\xff\xd8\xff", "an image", "give the text instead"),
    (b"GIF8", "an image", "give the text instead"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_LATIN = frozenset("‘’“”–—…•€™ ¡¿£§©«®°»½ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿœŒ")
"""What western news text holds outside ASCII; a text of these alone is windows-1252, however few they are."""


def decode(data: bytes, name: str, *, html: bool = False) -> str:
    """Return the text of a file.

    Parameters
    ----------
    data
        The file's bytes.
    name
        What to call the file in an error message.
    html
        Whether to believe a ``<meta charset>`` in the first 4,096 bytes.

    Raises
    ------
    InputError
        The file is empty, binary, or in no encoding that fits.
    """
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise InputError(f"{name}: {EMPTY_FILE}")
    for mark, what, remedy in _MAGIC:
        if data.startswith(mark):
            raise InputError(f"{name}: this is {what}, not text; {remedy}")
    text = _decode(data, name, html=html)
    if len(_CONTROLS.findall(text[:65536])) > len(text[:65536]) // 50:
        raise InputError(f"{name}: the file is binary, not text; give a .txt, .md, .html, .json or .jsonl file")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError(f"{name}: {EMPTY_FILE}")
    return text


def _decode(data: bytes, name: str, *, html: bool) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if b"\x00" in data[:65536]:
        return _decode_wide(data, name)
    declared = _META_CHARSET.search(data[:4096]) if html else None
    encodings = [declared[1].decode("ascii"), "utf-8"] if declared else ["utf-8"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return _guess(data, name)


def _decode_wide(data: bytes, name: str) -> str:
    """Decode UTF-16 without a mark: in western text every other byte is zero."""
    even, odd = data[0:65536:2].count(0), data[1:65536:2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) * 5 > len(data[:65536]) and min(even, odd) * 20 < max(even, odd) and len(data) % 2 == 0:
        return data.decode(encoding, errors="replace")
    raise InputError(f"{name}: the file is binary, not text; give a .txt, .md, .html, .json or .jsonl file")


def _guess(data: bytes, name: str) -> str:
    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = None
    if western is not None and all(letter in _LATIN for letter in western if ord(letter) > 127):
        return western
    best = from_bytes(data).best()
    if best is None:
        if western is None:
            raise InputError(f"{name}: the encoding cannot be told; save the file as UTF-8")
        return western
    return str(best)
