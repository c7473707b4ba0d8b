"""The page's own scripts and styles as one text each, from the small files in ``js`` and ``css``.

Every script is a module that imports from its neighbours and exports by name. The bundle runs each module once, in the
order its neighbours need, inside a function of its own, so that nothing becomes global.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path

import xstatic.pkg.leaflet as leaflet_package

from geomap.errors import ExportError

__all__ = ["bundle_scripts", "bundle_styles", "leaflet_script", "leaflet_style", "marker_images"]

HERE = Path(__file__).resolve().parent
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.mjs)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?:async )?(?:function\*?|const|class) (\w+)", re.MULTILINE)
DOC_COMMENT = re.compile(r"^[ \t]*/\*\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
LINE_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
STYLES = ("base.css", "layout.css", "side.css", "time.css", "detail.css", "small.css", "print.css")


@cache
def bundle_scripts(entry: str = "start.mjs") -> str:
    """Bundle the modules that ``entry`` needs into one script that runs it."""
    ordered: list[str] = []
    order_modules(entry, ordered, ())
    parts = ['(() => {\n"use strict";\nconst modules = {};\n']
    parts += [wrap_module(name) for name in ordered]
    parts.append("})();\n")
    return "".join(parts)


def order_modules(name: str, ordered: list[str], path: tuple[str, ...]) -> None:
    """List the modules so that each comes after those it imports."""
    if name in path:
        raise ExportError(f"the page's scripts import each other in a circle: {' > '.join((*path, name))}")
    if name in ordered:
        return
    for imported in IMPORT.findall(read_module(name)):
        order_modules(imported[1], ordered, (*path, name))
    ordered.append(name)


def read_module(name: str) -> str:
    """Read one script."""
    return (HERE / "js" / name).read_text(encoding="utf-8")


def wrap_module(name: str) -> str:
    """Wrap one module in a function that returns its exports; comments and indents stay behind."""
    text = read_module(name)
    exported = EXPORT.findall(text)
    body = IMPORT.sub(lambda m: f'const {{{m[1].replace(" as ", ": ")}}} = modules["{m[2]}"];\n', text)
    body = re.sub(r"^export ", "", body, flags=re.MULTILINE)
    body = INDENT.sub("", LINE_COMMENT.sub("", DOC_COMMENT.sub("", body)))
    return f'modules["{name}"] = (() => {{\n{body}\nreturn {{ {", ".join(exported)} }};\n}})();\n'


@cache
def bundle_styles() -> str:
    """Join the page's own styles."""
    return "\n".join((HERE / "css" / name).read_text(encoding="utf-8") for name in STYLES)


@cache
def leaflet_script() -> str:
    """Give Leaflet's script from the installed package, without the pointer to its source map."""
    text = (Path(leaflet_package.BASE_DIR) / "leaflet.js").read_text(encoding="utf-8")
    return re.sub(r"\n?//# sourceMappingURL=\S+\s*$", "\n", text)


@cache
def leaflet_style() -> str:
    """Give Leaflet's style with its images inside."""
    text = (Path(leaflet_package.BASE_DIR) / "leaflet.css").read_text(encoding="utf-8")
    return re.sub(r"url\((images/[\w.-]+)\)", lambda m: f"url({image_address(m[1])})", text)


def image_address(name: str) -> str:
    """Give one of Leaflet's images as a data address."""
    data = (Path(leaflet_package.BASE_DIR) / name).read_bytes()
    return f"data:image/png;base64,{base64.b64encode(data).decode('ascii')}"


def marker_images() -> dict[str, str]:
    """Give the options that make Leaflet's own markers work without its image folder."""
    return {
        "iconUrl": image_address("images/marker-icon.png"),
        "iconRetinaUrl": image_address("images/marker-icon-2x.png"),
        "shadowUrl": image_address("images/marker-shadow.png"),
    }
