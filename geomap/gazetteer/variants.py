"""Similar spellings: a folded name that is in no gazetteer goes in, places of names close to it come out."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from geomap.gazetteer.folding import fold, strip_articles
from geomap.gazetteer.names import strip_type_word
from geomap.gazetteer.spelling import bucket_of, is_comparable, list_skeletons
from geomap.gazetteer.storage import Store
from geomap.model import MatchKind

__all__ = ["find_variants"]

# The most keys of one skeleton compared, the most prominent first, so that a table of unknown names stays fast.
_MOST_COMPARED = 150
_MOST_PREFIXED = 600
_PREFIX_LETTERS = 4
_MOST_CLOSE = 30
# A variant is worth at most this much of an exact match.
_CEILING = 0.75
# A row, how it was met, its score, the key: `geomap.gazetteer.matching.Match`, which imports this module when needed.
_Match = tuple[int, MatchKind, float, str]


def allowed_edits(letters: int) -> int:
    """Give the most single-letter edits for a name of so many letters: one up to seven, then two."""
    return 1 if letters < 8 else 2


def find_variants(
    key: str,
    store: Store,
    lookup: Callable[[str], list[_Match]],
    own_name: Callable[[int, str], str | None],
) -> list[_Match]:
    """Give the places whose names are like ``key``, the likest first; never for names under five letters.

    Candidates share the consonant skeleton, or, where none of those is close enough, the first letters. A first letter
    must agree unless it is a vowel or one of a pair that romanisations swap. ``own_name(row, key)`` gives the name that
    must be alike too where a well-known place stands under a key which is none of its usual names: Kibumba in the Congo
    is not Cuba, though one language calls Cuba "Kiumba".
    """
    found: dict[int, _Match] = {}
    for form in dict.fromkeys((key, strip_articles(key))):
        if not is_comparable(form):
            continue
        for other, edits in _find_close(form, store):
            likeness = 1 - edits / max(len(form), len(other))
            for row, _, score, met in lookup(other):
                own = own_name(row, other)
                if own is not None and not _is_alike(form, own):
                    continue
                value = _CEILING * likeness**2 * (0.3 + 0.7 * score)
                if row not in found or found[row][2] < value:
                    found[row] = (row, MatchKind.VARIANT, value, met)
    return sorted(found.values(), key=lambda match: (-match[2], match[0]))


def _is_alike(form: str, name: str) -> bool:
    """Tell whether a name is within the edits allowed, with or without its article or its type word."""
    key = fold(name)
    spellings = {key, strip_articles(key), strip_type_word(key) or key}
    limit = allowed_edits(len(form))
    return any(OSA.distance(form, spelling) <= limit for spelling in spellings)


def _find_close(form: str, store: Store) -> list[tuple[str, int]]:
    """Give the keys within the edits allowed, with their edits."""
    limit = allowed_edits(len(form))
    for others in (_share_skeleton, _share_beginning):
        close = extract(form, others(form, store), scorer=OSA.distance, score_cutoff=limit, limit=_MOST_CLOSE)
        kept = [(other, int(edits)) for other, edits, _ in close if _may_start(form, other)]
        if kept:
            return kept
    return []


def _share_skeleton(form: str, store: Store) -> list[str]:
    """Collect the keys of one skeleton with a name, or of one that lacks one of its consonants."""
    keys, starts = store.view("variant_keys"), store.view("variant_starts")
    numbers: set[int] = set()
    for skeleton in list_skeletons(form):
        bucket = bucket_of(skeleton)
        first = starts[bucket]
        numbers.update(keys[first : min(starts[bucket + 1], first + _MOST_COMPARED)].tolist())
    return [store.trie.restore_key(number) for number in numbers]


def _share_beginning(form: str, store: Store) -> list[str]:
    """Collect the keys that begin as a name does."""
    return list(islice(store.trie.iterkeys(form[:_PREFIX_LETTERS]), _MOST_PREFIXED))


# First letters that romanisations swap.
_FIRSTS = {"k": "c", "q": "c", "y": "j", "w": "v", "f": "p", "z": "s", "g": "j"}


def _may_start(one: str, other: str) -> bool:
    if one[0] == other[0] or (one[0] in "aeiouh" and other[0] in "aeiouh"):
        return True
    return _FIRSTS.get(one[0], one[0]) == _FIRSTS.get(other[0], other[0])
