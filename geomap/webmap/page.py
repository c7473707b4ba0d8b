"""The page around a map: a branca figure that renders to one file which asks for nothing.

Layers that a user adds by hand register links to scripts and styles; the figure refuses those it cannot carry, unless
the options allow the network. The content security policy lists the hash of every script in the page, so that no other
script runs.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections import OrderedDict
from collections.abc import Sequence
from urllib.parse import urlsplit

from branca.colormap import ColorMap
from branca.element import CssLink, Element, Figure, JavascriptLink

from geomap.errors import ExportError
from geomap.webmap.bundle import leaflet_script, leaflet_style, marker_images
from geomap.webmap.columns import dump_json
from geomap.webmap.scales import find_scales, scale_script

__all__ = ["OfflineFigure"]

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL | re.IGNORECASE)
LOADED = re.compile(
    r"""(?:L\.(?:tileLayer(?:\.wms)?|imageOverlay|videoOverlay)\(|["']?(?:icon|shadow)(?:Retina)?Url["']?\s*:)\s*"""
    r"""(["'])(?P<address>https?://.*?)\1""",
    re.DOTALL,
)
ADDRESS = re.compile(
    r"""<(?:script|link|img|iframe)\b[^>]*?\b(?:src|href)\s*=\s*["'](?P<address>https?://[^"']+)""", re.IGNORECASE
)
AWESOME = "https://cdnjs.cloudflare.com/ajax/libs/Leaflet.awesome-markers/2.0.2/leaflet.awesome-markers.js"
DOLLAR_SHIM = """
window.$ = window.$ || ((what) => {
  if (what === document) return { ready: (run) => run() };
  const holder = document.createElement("template");
  holder.innerHTML = String(what).trim();
  return [holder.content.firstElementChild];
});
"""
"""Stands in for the two uses folium's popups make of jQuery: markup to element, and running when the page is ready."""


class OfflineFigure(Figure):
    """A figure that renders to one self-contained page.

    ``allow_network`` keeps links to the network and lets the page's policy reach their hosts. The figure's ``scripts``
    run after the layers are made;
    pictures may come from the hosts of its ``picture_addresses``, and from them nothing but pictures.
    """

    def __init__(self, *, title: str, description: str, lang: str, allow_network: bool) -> None:
        super().__init__(height="640px", title=title)
        self.description = description
        self.lang = lang
        self.allow_network = allow_network
        self.picture_addresses: tuple[str, ...] = ()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.data_block = ""

    def render(self, **kwargs: object) -> str:
        """Render the page.

        Raises
        ------
        ExportError
            When a layer needs something from the network.
        """
        # rendering adds elements to these three; the next rendering starts from what was there before
        parts = (self.header, self.html, self.script)
        before = [OrderedDict(part._children) for part in parts]
        try:
            return self._render_page(**kwargs)
        finally:
            for part, children in zip(parts, before, strict=True):
                part._children = children

    def _render_page(self, **kwargs: object) -> str:
        """Render the children and put the page together."""
        number_elements(self)
        scales = [] if self.allow_network else find_scales(self)
        for number, scale in enumerate(scales):
            # a choropleth's scale is no child of anything
            scale._id = f"scale{number:x}"
        for child in list(self._children.values()):
            child.render(**kwargs)
        self._carry_scales(scales)
        links = [c for c in self.header._children.values() if isinstance(c, JavascriptLink | CssLink)]
        inline = [c for n, c in self.header._children.items() if c not in links and n != "meta_http"]
        head = "\n".join(element.render(**kwargs) for element in inline)
        body = self.html.render(**kwargs)
        script = self.script.render(**kwargs)
        addresses = self._network_addresses([link.url for link in links], head + body, script)
        linked = "\n".join(link.render() for link in links)
        page = self._assemble(head=f"{linked}\n{head}", body=body, script=script)
        policy = build_policy(page, addresses, self.picture_addresses)
        return page.replace("@policy@", html.escape(policy, quote=True), 1)

    def _carry_scales(self, scales: list[ColorMap]) -> None:
        """Put drawings in place of the scripts of colour scales, which load a library from the network."""
        for scale in scales:
            self.script.add_child(Element(scale_script(scale)), name=scale.get_name())
        if scales:
            self.header._children.pop("d3", None)

    def _network_addresses(self, linked: list[str], markup: str, script: str) -> list[str]:
        """List the addresses the page would ask for; they are an error unless the network is allowed."""
        addresses = list(dict.fromkeys([*linked, *(m["address"] for m in ADDRESS.finditer(markup + script))]))
        addresses += [m["address"] for m in LOADED.finditer(script)]
        if "L.AwesomeMarkers" in script and AWESOME not in addresses:
            addresses.append(AWESOME)
        if addresses and not self.allow_network:
            raise ExportError(
                f"a layer on the map needs {', '.join(addresses)}, which the file cannot carry;"
                " remove the layer, or make the map with MapOptions(allow_network=True)"
            )
        return addresses

    def _assemble(self, *, head: str, body: str, script: str) -> str:
        """Put the page together; the policy is filled in last, when every script is known."""
        title, description = html.escape(str(self.title)), html.escape(self.description)
        before = DOLLAR_SHIM if "$(" in script else ""
        icons = f"L.Icon.Default.imagePath='';L.Icon.Default.mergeOptions({dump_json(marker_images())});\n"
        styles = "\n".join(f"<style>{text}</style>" for text in [leaflet_style(), *self.styles])
        own = "\n".join(f"<script>{text}</script>" for text in self.scripts)
        return "\n".join(
            [
                "<!DOCTYPE html>",
                f'<html lang="{html.escape(self.lang)}">',
                "<head>",
                '<meta charset="utf-8">',
                '<meta http-equiv="Content-Security-Policy" content="@policy@">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                '<meta name="color-scheme" content="light dark">',
                '<meta name="referrer" content="no-referrer">',
                f"<title>{title}</title>",
                f'<meta name="description" content="{description}">',
                f'<meta property="og:title" content="{title}">',
                f'<meta property="og:description" content="{description}">',
                '<meta property="og:type" content="website">',
                '<link rel="icon" href="data:,">',
                styles,
                f"<script>{leaflet_script()}</script>",
                head,
                "</head>",
                "<body>",
                body,
                self.data_block,
                f"<script>{before}{icons if 'L.marker(' in script else ''}{script}</script>",
                own,
                "</body>",
                "</html>",
                "",
            ]
        )


def number_elements(root: Element) -> None:
    """Give every element below ``root`` an id by its position, so that two runs render the same bytes."""
    waiting, number = [root], 0
    while waiting:
        element = waiting.pop(0)
        element._id = f"{number:x}"
        number += 1
        waiting.extend(element._children.values())


def build_policy(page: str, addresses: list[str], pictures: Sequence[str] = ()) -> str:
    """Build the content security policy: hashes of the scripts, hosts that are allowed, hosts of pictures."""
    hashes = []
    for match in SCRIPT.finditer(page):
        if "src=" in match["attributes"] or "type=" in match["attributes"]:
            continue
        digest = hashlib.sha256(match["body"].encode("utf-8")).digest()
        hashes.append(f"'sha256-{base64.b64encode(digest).decode('ascii')}'")
    hosts = sorted({host_source(address) for address in addresses})
    reach = "".join(f" {host}" for host in hosts)
    shown = "".join(f" {host}" for host in sorted({host_source(address) for address in pictures} - set(hosts)))
    parts = {
        "default-src": "'none'",
        "script-src": " ".join(dict.fromkeys(hashes)) + reach,
        "style-src": f"'unsafe-inline'{reach}",
        "img-src": f"data: blob:{reach}{shown}",
        "font-src": f"data:{reach}",
        "connect-src": reach.strip() or "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def host_source(address: str) -> str:
    """Give the host of an address as the policy writes it; ``{s}`` for a subdomain becomes a star."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{re.sub(r'{[^}]*}', '*', parts.netloc)}"
