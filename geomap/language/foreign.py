"""Whether a text is English, told by its function words: a document comes in, the other language goes out, or None.

The lists of function words are spaCy's. English is read first; the other lists are loaded only where the text holds too
few English words to be English prose, so that an English article pays for none of them.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from geomap.model import Document

__all__ = ["Foreign", "find_foreign", "say_foreign"]

_ENGLISH_PROSE = 0.25
"""Share of function words above which a text is English whatever else it holds. News has .3 to .5 of them."""

_ENGLISH_IN_FOREIGN = 0.05
"""Share of English function words up to which a text in another script is no translation beside its original."""

_FOREIGN_MARGIN = 0.12
"""How far the share of words that are another language's and not English must go beyond twice the share of those that
are English and not that language's. Of 13,500 English texts, headlines and messages among them, none of twenty words
and more goes beyond .05."""

_FEWEST_WORDS = 20
"""Words of a text in Latin letters at least. What is shorter may be a headline made of names."""

_PARTICLES = frozenset(
    "al bin da das de del della den der des di do dos du el ibn la las le los san van von zu".split()
)
"""Function words that stand in names as well: "Ursula von der Leyen met Rui dos Santos in Las Palmas de Gran Canaria"
is English."""

_ACCENTED = 0.2
"""Share of words with letters that English lacks, from which a text without English words is foreign although few of
its function words are known: Turkish or Hungarian hang them on their nouns."""

_LONG = 40
"""Words of a text that need no such letters to be foreign, where it holds no English words and a few of another
language's: no English prose of that length does without."""

_FEW = 0.04
"""Share of function words that are a few."""

_SURE = 0.7
"""A language is named when the next one has no more than this part of its share: Danish and Norwegian often have."""

_SEEN = 0.08
"""Share of its function words without which no language is named."""

_NAMES: Mapping[str, str] = {
    "af": "Afrikaans",
    "am": "Amharic",
    "ar": "Arabic",
    "az": "Azerbaijani",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "hi": "Hindi",
    "hr": "Bosnian, Croatian or Serbian",
    "ht": "Haitian Creole",
    "hu": "Hungarian",
    "id": "Indonesian or Malay",
    "is": "Icelandic",
    "it": "Italian",
    "kmr": "Kurdish",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "mr": "Marathi",
    "nb": "Norwegian",
    "ne": "Nepali",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovene",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "ti": "Tigrinya",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
}
"""The languages that are told apart by their function words, with the codes of spaCy's lists."""

_SCRIPTS: Mapping[str, str] = {
    "ARMENIAN": "Armenian",
    "CJK": "Chinese",
    "GEORGIAN": "Georgian",
    "GREEK": "Greek",
    "GUJARATI": "Gujarati",
    "HANGUL": "Korean",
    "HEBREW": "Hebrew",
    "HIRAGANA": "Japanese",
    "KANNADA": "Kannada",
    "KATAKANA": "Japanese",
    "KHMER": "Khmer",
    "LAO": "Lao",
    "MALAYALAM": "Malayalam",
    "MYANMAR": "Burmese",
    "SINHALA": "Sinhala",
    "TAMIL": "Tamil",
    "TELUGU": "Telugu",
    "THAI": "Thai",
    "TIBETAN": "Tibetan",
}
"""The scripts, by the first word of Unicode's names of their letters, that news writes one language in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A text that seems not to be English; ``language`` is the English name of its language where that is sure."""

    language: str | None


def find_foreign(document: Document) -> Foreign | None:
    """Tell whether a document seems not to be English; None for English and for what is too short or too mixed to tell.

    Names in other languages make no text foreign: only function words do, and only where English ones are wanting.

    Examples
    --------
    >>> text = (
    ...     "Bei einem Anschlag mit einer Autobombe sind am Dienstag in der Stadt Mossul drei Menschen getötet "
    ...     "worden. Das teilte die Polizei am Abend mit."
    ... )
    >>> find_foreign(Document(doc_id="a", text=text, blocks=()))
    Foreign(language='German')
    >>> find_foreign(Document(doc_id="b", text="A car bomb killed three people in the city.", blocks=())) is None
    True
    """
    words = Counter(_words(document.text))
    size = words.total()
    if not size or _share(words, size, _stop_words("en")) >= _ENGLISH_PROSE:
        return None
    scripts = Counter(_scripts(document.text))
    if scripts and scripts["LATIN"] * 2 < scripts.total():
        return _find_by_script(words, size, scripts)
    return _find_by_words(words, size)


def say_foreign(foreign: Foreign) -> str:
    """Say what a text seems to be, as the end of a sentence about it.

    >>> say_foreign(Foreign(language="German")), say_foreign(Foreign(language=None))
    ('seems to be in German', 'seems not to be in English')
    """
    return f"seems to be in {foreign.language}" if foreign.language else "seems not to be in English"


def _find_by_script(words: Counter[str], size: int, scripts: Counter[str]) -> Foreign | None:
    if _share(words, size, _stop_words("en")) > _ENGLISH_IN_FOREIGN:
        return None
    # Japanese is written in Chinese characters too, Chinese never in kana
    for script in ("HIRAGANA", "KATAKANA", scripts.most_common(1)[0][0]):
        if scripts[script] and script in _SCRIPTS:
            return Foreign(language=_SCRIPTS[script])
    return Foreign(language=_name(words, size))


def _find_by_words(words: Counter[str], size: int) -> Foreign | None:
    if size < _FEWEST_WORDS:
        return None
    margin, _ = _rank(words, size, without=_PARTICLES)[0]
    if margin >= _FOREIGN_MARGIN:
        return Foreign(language=_name(words, size))
    accented = sum(number for word, number in words.items() if not word.isascii()) / size
    english = _share(words, size, _stop_words("en"))
    seems = (accented >= _ACCENTED and margin > 0) or (size >= _LONG and margin >= _FEW)
    return Foreign(language=_name(words, size)) if seems and english <= _ENGLISH_IN_FOREIGN / 2 else None


def _rank(words: Counter[str], size: int, *, without: frozenset[str] = frozenset()) -> list[tuple[float, str]]:
    """Weigh each language against English by the words that only one of the two has, the weightiest first."""
    english, weighed = _stop_words("en"), []
    for code in _NAMES:
        own = _stop_words(code)
        share = _share(words, size, own - english - without)
        weighed.append((share - 2 * _share(words, size, english - own), code))
    return sorted(weighed, reverse=True)


def _name(words: Counter[str], size: int) -> str | None:
    (best, code), (second, _), *_ = _rank(words, size)
    return _NAMES[code] if best >= _SEEN and second <= _SURE * best else None


def _share(words: Counter[str], size: int, listed: frozenset[str]) -> float:
    return sum(words[word] for word in listed & words.keys()) / size


def _words(text: str) -> Iterator[str]:
    """Yield the words in small letters, without the punctuation around them; marks on letters stay on them."""
    for piece in text.split():
        word = piece.strip("\"'’‘“”„«»‹›()[]{}<>.,;:!?…-–—/|*#@،؛؟।").lower()
        if word and word[0].isalpha():
            yield word


def _scripts(text: str) -> Iterator[str]:
    """Yield the script of each letter, as the first word of its name in Unicode."""
    for letter, number in Counter(text).items():
        if letter.isalpha():
            script = unicodedata.name(letter, "UNKNOWN").partition(" ")[0]
            yield from [script] * number


@cache
def _stop_words(code: str) -> frozenset[str]:
    """Load a list of function words; single letters stand for initials and units as often as for words."""
    listed = import_module(f"spacy.lang.{code}.stop_words").STOP_WORDS
    return frozenset(word.lower() for word in listed if len(word) > 1)
