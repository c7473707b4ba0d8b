"""Names on their way into the index: spellings go in, folded keys with what stands under them come out, in blocks.

The keys lie in a file without a name, so that a dump of tens of millions of names needs no memory for them, and a
killed build leaves nothing behind.
"""

from __future__ import annotations

import tempfile
import weakref
from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer.folding import fold, is_abbreviation, strip_articles
from geomap.gazetteer.names import strip_type_word
from geomap.gazetteer.storage import CODE_MARK, NameKind

__all__ = ["KeyLog"]

_BLOCK = 200_000
_KIND_SHIFT = 27
_STRIPPED = int(NameKind.STRIPPED) << _KIND_SHIFT
_CODE = int(NameKind.CODE) << _KIND_SHIFT


class KeyLog:
    """Folded names and their entries (a place in bits 0-26, a `NameKind` in bits 27-30), in the order they came."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._file: BinaryIO | None = None
        self._fresh: list[str] = []
        self._entries = array("I")

    def __len__(self) -> int:
        return len(self._entries)

    def post(self, key: str, place: int, kind: int) -> None:
        """Put a place under a folded name."""
        self._fresh.append(key)
        self._entries.append(place | kind << _KIND_SHIFT)
        if len(self._fresh) >= _BLOCK:
            self._flush()

    def spell(self, named: Iterable[tuple[str, int, int, bool]]) -> None:
        """Post names as they are written, each with its place, its kind, and whether it is an administrative unit's.

        What is left of a name without articles and, for a unit, without its type word is posted too. An alternate
        name that is a code (GeoNames has "USA" for Yokkaichi) is posted as one.
        """
        keys, entries = self._fresh, self._entries
        for name, place, kind, administrative in named:
            key = fold(name)
            if not key or (len(key) == 1 and key.isascii()):
                continue
            if kind == NameKind.ALTERNATE and len(name) <= 5 and is_abbreviation(name):
                keys.append(CODE_MARK + key)
                entries.append(place | _CODE)
                continue
            keys.append(key)
            entries.append(place | kind << _KIND_SHIFT)
            if " " in key or not key.isascii():  # one Latin word has no article
                bare = strip_articles(key)
                if bare != key and len(bare) >= 3:
                    keys.append(bare)
                    entries.append(place | _STRIPPED)
            if administrative and kind <= NameKind.ALTERNATE:
                base = strip_type_word(key)
                if base and fold(base):
                    keys.append(base)
                    entries.append(place | _STRIPPED)
        if len(keys) >= _BLOCK:
            self._flush()

    def _flush(self) -> None:
        """Move the keys to the file; a folded name never holds a line's end."""
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115  closed with the log
            weakref.finalize(self, self._file.close)
        if self._fresh:
            self._file.write(("\n".join(self._fresh) + "\n").encode())
            self._fresh.clear()

    def read(self) -> Iterator[str]:
        """Go through all keys in the order they came."""
        self._flush()
        assert self._file is not None  # noqa: S101  made by the flush
        self._file.seek(0)
        for line in self._file:
            yield line[:-1].decode()

    def read_blocks(self) -> Iterator[tuple[list[str], NDArray[np.uint32]]]:
        """Go through all keys with their entries, block by block."""
        keys = self.read()
        for first in range(0, len(self), _BLOCK):
            yield list(islice(keys, _BLOCK)), np.array(self._entries[first : first + _BLOCK], dtype="I")
