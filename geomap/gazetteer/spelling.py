"""Spelling variants: a folded name goes in, a rough key under which its misspellings meet comes out.

The skeleton of a name is its consonants, with those that romanisations confuse made one, sorted; so Hodeida meets
Hudaydah, Qamishly Qamishli, and Bagdhad Baghdad. It only gathers candidates: edit distance decides.
"""

from __future__ import annotations

import zlib

__all__ = ["BUCKET_BITS", "MIN_LETTERS", "bucket_of", "is_comparable", "list_skeletons", "skeletonize"]

MIN_LETTERS = 5
BUCKET_BITS = 16

# Vowels, half-vowels and h go (kh, gh, dh, th, sh differ between romanisations); these letters are taken as one.
_CONSONANTS = str.maketrans("qcxzv", "kkssf", "aeiouyhw ")


def is_comparable(key: str) -> bool:
    """Tell whether a folded name may be matched by likeness: Latin letters, at least five of them."""
    return len(key) >= MIN_LETTERS and key.isascii() and sum(map(str.isalpha, key)) >= MIN_LETTERS


def skeletonize(key: str) -> str:
    """Give the consonants of a folded Latin name, sorted, each once.

    Examples
    --------
    >>> skeletonize("hodeida") == skeletonize("hudaydah"), skeletonize("bagdhad") == skeletonize("baghdad")
    (True, True)
    """
    return "".join(sorted(set(key.translate(_CONSONANTS))))


def list_skeletons(key: str) -> list[str]:
    """Give the skeletons to look under for a misspelt name: its own, and those with one consonant left out."""
    whole = skeletonize(key)
    return [whole, *(whole[:index] + whole[index + 1 :] for index in range(len(whole)))] if len(whole) > 2 else [whole]


def bucket_of(skeleton: str) -> int:
    """Give the bucket of a skeleton in the index of a gazetteer."""
    return zlib.crc32(skeleton.encode("ascii", "replace")) & ((1 << BUCKET_BITS) - 1)
