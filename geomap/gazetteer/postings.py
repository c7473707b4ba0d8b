"""The index of names: folded keys with their entries go in, a trie and the arrays that belong to its keys come out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import marisa_trie
import numpy as np
from numpy.typing import NDArray

from geomap.gazetteer.keys import KeyLog
from geomap.gazetteer.runs import RunSorter
from geomap.gazetteer.spelling import BUCKET_BITS, MIN_LETTERS, bucket_of, skeletonize
from geomap.gazetteer.storage import CODE_MARK, DEMONYM_MARK, PLACE_MASK, RUN_BIT

__all__ = ["lay_postings", "list_buckets"]

NO_BUCKET = 1 << BUCKET_BITS
_LETTER = np.array([chr(code).isalpha() and code < 128 for code in range(256)])


def lay_postings(
    log: KeyLog,
    file: Path,
    inverse: NDArray[np.int64],
    sorter: RunSorter,
    progress: Callable[[str, int], None] | None = None,
) -> tuple[int, dict[str, NDArray[Any]]]:
    """Write the trie of all keys to a file; give the number of its keys and the arrays that belong to them.

    Parameters
    ----------
    log
        The keys and their entries, whose places are numbered in the order they came.
    file
        Where the trie goes.
    inverse
        The row of each place by that number.
    sorter
        What orders the places that share a name.
    progress
        Called with what is done and the number of names done, every two hundred thousand names.
    """
    trie = marisa_trie.Trie(log.read())
    trie.save(str(file))
    packed, buckets = _number_keys(log, trie, inverse, progress)
    packed.sort()
    # the kinds of one name at one place lie side by side, the best first
    packed = packed[np.concatenate([[True], packed[1:] >> 4 != packed[:-1] >> 4])]
    numbers = (packed >> 31).astype("I")
    entries = ((packed >> 4) & PLACE_MASK | (packed & 15) << 27).astype("I")
    del packed
    numbers, entries = sorter.sort(numbers, entries)
    postings, runs, firsts = _lay_runs(numbers, entries, len(trie))
    wanted = np.flatnonzero((buckets < NO_BUCKET) & sorter.deserve_variants(firsts))
    order = np.lexsort((wanted, sorter.rank(firsts[wanted]), buckets[wanted]))
    wanted = wanted[order]
    return len(trie), {
        "name_postings": postings,
        "runs": runs,
        "variant_keys": wanted.astype("I"),
        "variant_starts": np.searchsorted(buckets[wanted], np.arange(NO_BUCKET + 1)).astype("I"),
    }


def _number_keys(
    log: KeyLog,
    trie: marisa_trie.Trie,
    inverse: NDArray[np.int64],
    progress: Callable[[str, int], None] | None,
) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Give key number, row and kind of every entry packed into one number, and the bucket of each key."""
    packed = np.empty(len(log), dtype=np.uint64)
    buckets = np.full(len(trie), NO_BUCKET, dtype="I")
    done = 0
    for keys, entries in log.read_blocks():
        numbers = np.fromiter(map(trie.__getitem__, keys), np.uint64, len(keys))
        rows = inverse[entries & PLACE_MASK].astype(np.uint64)
        packed[done : done + len(keys)] = numbers << 31 | rows << 4 | entries >> 27
        buckets[numbers.astype(np.int64)] = list_buckets(keys)
        done += len(keys)
        if progress is not None and done < len(log):
            progress("names numbered", done)
    return packed, buckets


def _lay_runs(
    numbers: NDArray[np.uint32], entries: NDArray[np.uint32], keys: int
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """Lay sorted entries out as postings and runs; gives also the first entry of each key."""
    starts = np.flatnonzero(np.concatenate([[True], numbers[1:] != numbers[:-1]]))
    counts = np.diff(np.append(starts, len(numbers)))
    firsts = np.zeros(keys, dtype="I")
    firsts[numbers[starts]] = entries[starts]
    postings = firsts.copy()
    several = counts > 1
    lengths = counts[several]
    run_starts = np.cumsum(lengths + 1) - lengths - 1
    postings[numbers[starts[several]]] = run_starts | RUN_BIT
    runs = np.zeros(int(lengths.sum() + len(lengths)), dtype="I")
    runs[run_starts] = lengths
    is_entry = np.ones(len(runs), dtype=bool)
    is_entry[run_starts] = False
    runs[is_entry] = entries[np.repeat(several, counts)]
    return postings, runs, firsts


def list_buckets(keys: list[str]) -> NDArray[np.uint32]:
    """Give the bucket of each folded name's skeleton, `NO_BUCKET` where it is not to be matched by likeness.

    The same as ``bucket_of(skeletonize(key))`` where ``is_comparable(key)``, for many keys at once: the letters of a
    key are gathered as bits, and the skeleton is made once for each set of letters.
    """
    if not keys:
        return np.zeros(0, dtype="I")
    encoded = [key.encode() for key in keys]
    blob = np.frombuffer(b"".join(encoded), "B")
    lengths = np.fromiter(map(len, encoded), np.int64, len(keys))
    starts = np.cumsum(lengths) - lengths
    comparable = (np.maximum.reduceat(blob, starts) < 128) & (
        np.add.reduceat(_LETTER[blob], starts, dtype=np.int64) >= MIN_LETTERS
    )
    comparable &= ~np.isin(blob[starts], [ord(mark) for mark in CODE_MARK + DEMONYM_MARK])
    low = np.bitwise_or.reduceat(_LOW_BITS[blob], starts)[comparable]
    high = np.bitwise_or.reduceat(_HIGH_BITS[blob], starts)[comparable]
    pairs, inverse = np.unique(np.stack([low, high], axis=1), axis=0, return_inverse=True)
    found = [bucket_of(_spell_bits(one | other << 64)) for one, other in pairs.tolist()]
    buckets = np.full(len(keys), NO_BUCKET, dtype="I")
    buckets[comparable] = np.array(found, dtype="I")[inverse.ravel()]
    return buckets


def _lay_bits() -> NDArray[np.uint64]:
    """Give for each ASCII character the bit of the letter that stands for it in a skeleton, in two words of 64."""
    bits = np.zeros((2, 256), dtype=np.uint64)
    for code in range(128):
        for letter in skeletonize(chr(code)):
            bits[ord(letter) // 64, code] = np.uint64(1) << np.uint64(ord(letter) % 64)
    return bits


_LOW_BITS, _HIGH_BITS = _lay_bits()


def _spell_bits(bits: int) -> str:
    """Give the characters of a set of bits in their order."""
    return "".join(chr(code) for code in range(128) if bits >> code & 1)
