"""Where the data that ships with geomap lies: inside the installed package, or at the top of a source checkout."""

from __future__ import annotations

from pathlib import Path

__all__ = ["find_data"]


def find_data(name: str) -> Path:
    """Give the directory of shipped data called ``name``, such as ``gazetteer`` or ``basemap``.

    An installed wheel carries it as ``geomap/_data/<name>``; an editable install finds ``data/<name>`` beside the
    package. The directory is not checked here: whoever opens it says what is wrong with it.
    """
    package = Path(__file__).resolve().parent
    installed = package / "_data" / name
    return installed if installed.is_dir() else package.parent / "data" / name
