"""What a notebook shows of a map: the page itself, a picture for paper, and words.

In: a map's events and page. Out: a MIME bundle, as IPython asks for it. ``jupyter nbconvert`` keeps all of it and takes
the page for HTML, the picture for PDF and the words where neither can stand.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Collection, Mapping

import geopandas as gpd

from geomap.figures import FigureOptions, figure

__all__ = ["make_bundle"]

_DPI = 150


def make_bundle(
    events: gpd.GeoDataFrame,
    *,
    heading: str,
    colors: Mapping[str, str],
    page: Callable[[], str],
    include: Collection[str] | None,
    exclude: Collection[str] | None,
) -> dict[str, str]:
    """Make the wanted kinds of a map's display: ``text/html``, ``image/png`` (base64) and ``text/plain``.

    ``page`` gives the HTML; ``include`` and ``exclude`` are IPython's and name MIME types, None for all and for none.
    """
    wanted = [kind for kind in ("text/html", "image/png", "text/plain") if include is None or kind in include]
    wanted = [kind for kind in wanted if exclude is None or kind not in exclude]
    bundle = {"text/html": page()} if "text/html" in wanted else {}
    if {"image/png", "text/plain"} & set(wanted):
        drawn = figure(events, options=FigureOptions(title=heading, colors=colors, dpi=_DPI))
        if "image/png" in wanted:
            content = io.BytesIO()
            drawn.savefig(content, format="png")
            bundle["image/png"] = base64.b64encode(content.getvalue()).decode("ascii")
        if "text/plain" in wanted:
            bundle["text/plain"] = drawn.alt_text
    return bundle
