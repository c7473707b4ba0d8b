"""One column of a table as its distinct texts and which of them each row has, so that each text is read once.

In: a column of texts. Out: `Cells`, cleaned of what cannot be seen and of the words that stand for nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import DTypeLike, NDArray

__all__ = ["NULL_WORDS", "UNKNOWN_WORDS", "Cells", "absent", "clean_text", "read_cells"]

T = TypeVar("T")

NULL_WORDS = frozenset(
    r"null none nil nan n/a na #n/a #na #null! #value! #ref! #name? #div/0! \n - -- --- – — . .. ? ?? ... … (null) <na>"
    " (blank) <null> nat s/d n.d. nd k.a. k.a н/д б/д".split()
)
"""Texts that stand for an empty cell, in lower case; "NA" in a column of countries is Namibia."""

# a city of Thailand; programs write nan, NaN or NAN for a missing number
_NAN = "Nan"

UNKNOWN_WORDS = frozenset(
    {
        "unknown", "not known", "unspecified", "not specified", "undetermined", "not reported", "not available", "tbd",
        "unbekannt", "unklar", "keine angabe", "inconnu", "inconnue", "non précisé", "desconocido", "desconocida",
        "sin dato", "sin datos", "desconhecido", "desconhecida", "sconosciuto", "ignoto", "неизвестно", "неизвестен",
        "невідомо", "bilinmiyor", "nieznany", "nieznane", "onbekend", "tidak diketahui", "غير معروف", "مجهول", "不明",
        "未知", "미상", "no data", "no information", "no info", "keine daten", "keine informationen", "pas de données",
        "aucune donnée", "aucune information", "sin información", "sem dados", "sem informação", "nessun dato",
        "nessuna informazione", "нет данных", "немає даних", "veri yok", "bilgi yok", "brak danych", "geen gegevens",
        "tidak ada data", "لا توجد بيانات", "データなし", "无数据", "정보 없음",
    }
)  # fmt: skip
"""Words for what nobody knows, in lower case: no place, date or number is read from them."""

# what has no width or only turns the direction of writing; the joiners of Persian and the Indian scripts stay
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A column: its name, its distinct texts, and for each row the number of its text, -1 for none."""

    name: str
    distinct: list[str]
    codes: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def present(self) -> NDArray[np.bool_]:
        """Which rows have a text."""
        there: NDArray[np.bool_] = self.codes >= 0
        return there

    def text(self, row: int) -> str:
        """Give the text of a row, empty for none."""
        code = int(self.codes[row])
        return self.distinct[code] if code >= 0 else ""

    def parse(self, read: Callable[[str], T]) -> list[T]:
        """Read each distinct text."""
        return [read(text) for text in self.distinct]

    def spread(self, values: Sequence[Any] | NDArray[Any], *, dtype: DTypeLike, missing: object) -> NDArray[Any]:
        """Lay one value for each distinct text out over the rows."""
        table = np.empty(len(values) + 1, dtype=dtype)
        table[:-1] = values
        table[-1] = missing
        laid: NDArray[Any] = table[self.codes]
        return laid

    def texts(self) -> NDArray[np.object_]:
        """Give the text of every row, None for none."""
        return self.spread(self.distinct, dtype=object, missing=None)

    def keep(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> Cells:
        """Give the column of some rows only."""
        return Cells(name=self.name, distinct=self.distinct, codes=self.codes[rows])


def absent(values: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Tell which of an array's values are None."""
    missing: NDArray[np.bool_] = pd.isna(values)
    return missing


def clean_text(text: str) -> str:
    r"""Drop what cannot be seen, make all spaces plain and take those at the ends away.

    >>> clean_text("\ufeff Mosul\u00a0 ")
    'Mosul'
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = _CONTROLS.sub("", _UNSEEN.sub("", text))
    return "".join(" " if c != "\n" and unicodedata.category(c) == "Zs" else c for c in text).strip()


def read_cells(column: pd.Series[Any], *, name: str | None = None, empty: Collection[str] = NULL_WORDS) -> Cells:
    """Read a column of texts; those that stand for nothing become -1.

    Parameters
    ----------
    column
        The texts, missing ones as NaN or None.
    name
        What the column is called in the table; the name of the series by default.
    empty
        The texts, in lower case, that count as empty beside the empty one.
    """
    codes, found = pd.factorize(column, use_na_sentinel=True)
    numbers: dict[str, int] = {}
    table = np.full(len(found) + 1, -1, dtype=np.int64)
    for code, value in enumerate(found.tolist()):
        text = clean_text(value)
        if text and (text.lower() not in empty or text == _NAN):
            table[code] = numbers.setdefault(text, len(numbers))
    return Cells(
        name=str(column.name) if name is None else name, distinct=list(numbers), codes=table[codes.astype(np.int64)]
    )
