"""Type: fonts that have every letter, widths, wrapping, and text that is only ever text.

matplotlib ships DejaVu Sans, which has Latin, Greek, Cyrillic, Armenian, Georgian, Arabic and Hebrew letters and is the
same on every machine. For other scripts the fonts installed on the machine are looked through; a character that none
of them has is replaced, and a warning names it.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text

__all__ = ["Style", "Typesetter", "choose_families", "clean_text"]

Style = Literal["normal", "italic"]

log = logging.getLogger("geomap")

BASE_FAMILY = "DejaVu Sans"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_JOINERS = "\u200c\u200d"
# the resolution at which widths are measured; hinting at 72 dpi would round them to whole points
_DPI = 288


def clean_text(text: str) -> str:
    r"""Give a text on one line: line breaks, control characters and direction marks become spaces or nothing.

    >>> clean_text("Army of\nthe South")
    'Army of the South'
    """
    kept = []
    for character in text:
        category = unicodedata.category(character)
        if category == "Cs":
            kept.append(REPLACEMENT)
        elif category in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
        elif category != "Cf" or character in _JOINERS:
            kept.append(character)
    return " ".join("".join(kept).split())


def choose_families(texts: Iterable[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Choose font families that have all letters of some texts; the second set holds those that none has."""
    wanted = {character for text in texts for character in text if not character.isspace()}
    missing = wanted - _letters_of(font_manager.findfont(FontProperties(family=[BASE_FAMILY])))
    families = [BASE_FAMILY]
    if not missing:
        return tuple(families), frozenset()
    for family, path in _installed_fonts():
        found = missing & _letters_of(path)
        if found:
            families.append(family)
            missing -= found
        if not missing:
            break
    if missing:
        names = ", ".join(f"{c} (U+{ord(c):04X})" for c in sorted(missing)[:5])
        log.warning(
            "no installed font has %s%s; %s stands in the figure instead. Install a font for that script, "
            "such as Noto Sans",
            names,
            f" and {len(missing) - 5} more characters" if len(missing) > 5 else "",
            REPLACEMENT,
        )
    return tuple(families), frozenset(missing)


def _letters_of(path: str) -> set[str]:
    return {chr(code) for code in font_manager.get_font(path).get_charmap()}


def _installed_fonts() -> list[tuple[str, str]]:
    """List one upright font of regular weight per family, Noto's first, as they are drawn to go together."""
    fonts = {
        entry.name: entry.fname
        for entry in sorted(font_manager.fontManager.ttflist, key=lambda e: e.fname, reverse=True)
        if entry.style == "normal" and entry.weight in {400, "normal", "regular"} and "Last Resort" not in entry.name
    }
    return sorted(fonts.items(), key=lambda f: (not f[0].startswith("Noto Sans"), not f[0].startswith("Noto"), f[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Typesetter:
    """Measures and sets text in the families of one figure."""

    families: tuple[str, ...]
    missing: frozenset[str]
    renderer: RendererAgg
    widths: dict[tuple[str, float, str, str], float] = field(default_factory=dict)

    @classmethod
    def for_texts(cls, texts: Iterable[str]) -> Typesetter:
        """Make the typesetter for a figure that shows some texts."""
        families, missing = choose_families(texts)
        return cls(families=families, missing=missing, renderer=RendererAgg(_DPI, _DPI, _DPI))  # type: ignore[no-untyped-call]

    def spell(self, text: str) -> str:
        """Give a text on one line, characters that no font has replaced."""
        text = clean_text(text)
        return "".join(REPLACEMENT if c in self.missing else c for c in text) if self.missing else text

    def width(self, text: str, size: float, weight: str = "normal", style: Style = "normal") -> float:
        """Give the width of a text in points."""
        key = (text, size, weight, style)
        if key not in self.widths:
            font = FontProperties(family=list(self.families), size=size, weight=weight, style=style)
            measured = self.renderer.get_text_width_height_descent(text, font, ismath=False)  # type: ignore[no-untyped-call]
            self.widths[key] = float(measured[0]) * 72 / _DPI
        return self.widths[key]

    def shorten(self, text: str, size: float, room: float, weight: str = "normal") -> str:
        """Give as much of a text as fits, with an ellipsis if it is not all."""
        if self.width(text, size, weight) <= room:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.width(text[:middle].rstrip() + "…", size, weight) <= room:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + "…"

    def wrap(self, text: str, size: float, room: float, *, weight: str = "normal", most: int = 99) -> list[str]:
        """Break a text into lines; the last of ``most`` is shortened, and a word that is too long for a line broken."""
        lines: list[str] = []
        words = text.split()
        while words and len(lines) < most - 1:
            count = 1
            while count < len(words) and self.width(" ".join(words[: count + 1]), size, weight) <= room:
                count += 1
            line = " ".join(words[:count])
            rest = words[count:]
            if count == 1 and self.width(line, size, weight) > room:
                cut = len(self.shorten(line, size, room, weight)) - 1
                line, rest = line[: max(cut, 1)], [line[max(cut, 1) :], *rest]
            lines.append(line)
            words = rest
        if words:
            lines.append(self.shorten(" ".join(words), size, room, weight))
        return lines

    def put(self, ax: Axes, x: float, y: float, text: str, size: float, colour: str, **how: Any) -> Text:  # noqa: ANN401 - matplotlib's text properties
        """Set a text on axes; a dollar sign in it is a dollar sign."""
        return ax.text(x, y, text, fontsize=size, color=colour, fontfamily=list(self.families), parse_math=False, **how)
