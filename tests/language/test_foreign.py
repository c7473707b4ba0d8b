"""A text is called foreign by its own function words, never for the names in it."""

from __future__ import annotations

import logging
from importlib import import_module
from pathlib import Path

import pytest

from geomap.language import Foreign, find_foreign, say_foreign
from geomap.model import Document
from geomap.pipeline import extract_events
from geomap.reading import read

SAMPLES = Path(__file__).resolve().parents[2] / "data" / "samples"
GOLD = Path(__file__).resolve().parents[1] / "gold" / "events"
# spaCy brings sentences of many languages, most of them full of English company names
NAMED = {
    "ar": "Arabic",
    "cs": "Czech",
    "de": "German",
    "el": "Greek",
    "es": "Spanish",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "he": "Hebrew",
    "hi": "Hindi",
    "hu": "Hungarian",
    "id": "Indonesian or Malay",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sv": "Swedish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}
UNSURE = ("bg", "hr", "sk", "tr", "ky")


def look_at(text: str) -> Foreign | None:
    return find_foreign(Document(doc_id="a", text=text, blocks=()))


@pytest.mark.parametrize(("code", "name"), NAMED.items())
def test_a_language_is_named(code: str, name: str) -> None:
    assert look_at(" ".join(import_module(f"spacy.lang.{code}.examples").sentences)) == Foreign(language=name)


@pytest.mark.parametrize("code", UNSURE)
def test_a_language_that_neighbours_share_words_with_is_not_named(code: str) -> None:
    assert look_at(" ".join(import_module(f"spacy.lang.{code}.examples").sentences)) == Foreign(language=None)


FARABUNDO = (
    "Militants of the Frente Farabundo Martí para la Liberación Nacional de El Salvador fired at San José de las "
    "Flores, Santa María de los Ángeles and La Villa de San Antonio de Padua del Norte."
)
PARTICLES = (
    "Von der Leyen, de Maizière, van der Bellen, di Maio and de la Torre met Dos Santos and da Silva in "
    "Aix-en-Provence, Las Palmas de Gran Canaria and San Sebastián de los Reyes."
)


@pytest.mark.parametrize(
    "text",
    [
        FARABUNDO,
        PARTICLES,
        "Abu Omar al-Shishani, Abu Ali al-Anbari and Abu Muhammad al-Adnani of Daesh were killed near Deir ez-Zor.",
        "Explosions in Zaporizhzhia, Kryvyi Rih, Mykolaïv, Kropyvnytskyï; Şanlıurfa, Kahramanmaraş, Göksun hit.",
        "Al-Manar, قناة المنار, said the strike hit Bint Jbeil (بنت جبيل) and Aïta ech-Chaab (عيتا الشعب).",
        "EARTHQUAKE SHAKES SANTIAGO DE LOS CABALLEROS",
        "Santa María de los Ángeles de la Frontera, San José de las Flores",
        "12 03 2016",
        "",
    ],
)
def test_names_make_no_text_foreign(text: str) -> None:
    assert look_at(text) is None


def test_a_language_that_hangs_its_function_words_on_its_nouns_is_told_by_its_letters() -> None:
    turkish = (
        "Irak polisinin açıklamasına göre Musul'da salı günü bomba yüklü bir aracın patlaması sonucu üç kişi hayatını "
        "kaybetti. Aracın pazar yerinin önünde infilak etmesiyle sekiz kişi de yaralandı."
    )
    assert look_at(turkish) is not None


def test_a_long_text_without_english_words_needs_no_such_letters() -> None:
    albanian = " ".join(import_module("spacy.lang.sq.examples").sentences)
    assert look_at(f"{albanian} {albanian}".replace("ë", "e").replace("ç", "c")) is not None
    names = "Tikrit, Haditha, Qaim, Samawa, Zakho, Hawija, Rawa, Baiji, Sinjar, Kirkuk. "
    assert look_at(names * 6) is None


def test_english_beside_a_translation_is_english() -> None:
    arabic = " ".join(import_module("spacy.lang.ar.examples").sentences)
    english = "The police said that three people were killed when a bomb went off in the market of the old town."
    assert look_at(f"{english}\n\n{arabic}\n\n{english} Nobody has said that it was behind the attack.") is None


def test_the_samples_and_the_gold_articles_are_english() -> None:
    documents = read(str(SAMPLES / "*.txt"), str(SAMPLES / "*.html"), str(GOLD / "*" / "*.txt"))
    assert len(documents) > 20
    assert [d.doc_id for d in documents if find_foreign(d) is not None] == []


def test_it_is_said_in_words() -> None:
    assert say_foreign(Foreign(language="German")) == "seems to be in German"
    assert say_foreign(Foreign(language=None)) == "seems not to be in English"


def test_in_python_a_warning_tells(caplog: pytest.LogCaptureFixture) -> None:
    german = " ".join(import_module("spacy.lang.de.examples").sentences)
    with caplog.at_level(logging.WARNING, logger="geomap"):
        extract_events([german, "A car bomb killed three people in Mosul on 4 May 2016."])
    assert [record.getMessage() for record in caplog.records] == [
        "text-1: seems to be in German; geomap reads articles in English alone"
    ]
