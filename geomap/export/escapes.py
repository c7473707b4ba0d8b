"""What a spreadsheet must not run, and what XML cannot hold: written so that it comes back.

In: the text of a cell. Out: the text that goes into the file, or back out of it. A spreadsheet program runs a cell that
opens like a formula, so a text that does gets an apostrophe before it (OWASP, "CSV Injection"). XML has no control
characters; they are written ``_x0007_``, as Office Open XML does (ECMA-376, part 1, 22.9.2.19).
"""

from __future__ import annotations

import re

__all__ = ["escape_controls", "escape_formula", "is_xml", "restore_controls", "restore_formula"]

# the full-width forms are what a Japanese or Chinese spreadsheet takes for the same signs
_OPENS_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_ESCAPED_FORMULA = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")
# a carriage return is legal in XML, but every parser reads it as a line feed
_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED_CONTROL = re.compile(r"_x([0-9A-Fa-f]{4})_")


def escape_formula(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run.

    >>> escape_formula("=1+1"), escape_formula("'tis")
    ("'=1+1", "'tis")
    """
    return "'" + text if _OPENS_FORMULA.match(text) else text


def restore_formula(text: str) -> str:
    """Take the apostrophe of `escape_formula` off again.

    >>> restore_formula("'=1+1"), restore_formula("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if _ESCAPED_FORMULA.match(text) else text


def is_xml(text: str) -> bool:
    """Whether XML can hold a text as it stands."""
    return _NOT_XML.search(text) is None


def escape_controls(text: str) -> str:
    r"""Write control characters as ``_x0007_``, and a text that looks like one so that it is not taken for one.

    >>> escape_controls("bell\x07"), escape_controls("_x0007_")
    ('bell_x0007_', '_x005F_x0007_')
    """
    if "_x" in text:
        text = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def restore_controls(text: str) -> str:
    """Undo `escape_controls`.

    >>> restore_controls("_x005F_x0007_")
    '_x0007_'
    """
    return _ESCAPED_CONTROL.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
