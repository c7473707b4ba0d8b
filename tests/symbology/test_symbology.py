from __future__ import annotations

import re
from pathlib import Path

import pytest

from geomap.errors import InputError
from geomap.model import EventFamily
from geomap.symbology import OTHERS, PALETTE, SHAPES, assign_colours
from geomap.webmap import MapOptions

GROUNDS = {0: ("#f4f2ec", "#dfe7ec"), 1: ("#23262b", "#181b20")}


def luminance(color: str) -> float:
    """WCAG 2.2 relative luminance."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("tones", [*PALETTE, OTHERS])
@pytest.mark.parametrize("theme", [0, 1])
def test_every_tone_is_clear_on_land_and_water(tones: tuple[str, str], theme: int) -> None:
    for ground in GROUNDS[theme]:
        light, dark = sorted((luminance(tones[theme]), luminance(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, (tones[theme], ground)


def test_order_is_by_number_then_name_whatever_the_order_given() -> None:
    counts = {"b": 2, "a": 2, "c": 9}
    slots = {name: colour.slot for name, colour in assign_colours(counts, {}).items()}
    assert slots == {"c": 0, "a": 1, "b": 2}
    assert slots == {n: c.slot for n, c in assign_colours(dict(reversed(counts.items())), {}).items()}


def test_ninth_actor_is_grey() -> None:
    colours = assign_colours({f"actor {i}": 20 - i for i in range(10)}, {})
    assert [c.slot for c in colours.values()] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8]
    assert len({c.light for c in colours.values()}) == 9


def test_fixed_colour_is_kept_and_not_given_twice() -> None:
    colours = assign_colours({"a": 3, "b": 2}, {"b": PALETTE[0][0]})
    assert colours["b"].light == PALETTE[0][0]
    assert colours["a"].light != colours["b"].light


@pytest.mark.parametrize("color", ["red", "0072b2", "#07b", "#gggggg"])
def test_other_spellings_of_colours_are_refused(color: str) -> None:
    with pytest.raises(InputError, match="#rrggbb"):
        MapOptions(colors={"a": color})


def test_the_page_s_script_draws_the_same_shapes(root: Path) -> None:
    script = (root / "geomap" / "webmap" / "js" / "shapes.mjs").read_text("utf-8")
    table = script[script.index("SHAPES =") : script.index("});")]
    drawn = {
        family.strip('"'): shape for family, shape in re.findall(r'^ +("[^"]+"|\w+): "(\w+)"', table, re.MULTILINE)
    }
    assert drawn == {family.value: shape for family, shape in SHAPES.items()}
    assert set(SHAPES) == set(EventFamily)
