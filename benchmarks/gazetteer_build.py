"""Measure the building of own gazetteers: a synthetic GeoNames dump of any size, its time and peak memory, and kills.

Run as ``python benchmarks/gazetteer_build.py --places 1300000 --names 1600000 --kills 10``. The full dump of
GeoNames has some 13 million places and 16 million alternate names.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from geomap.gazetteer import Gazetteer, fold
from geomap.gazetteer.dumps import DumpOptions, build_from_dump

SEED = 20231226
SYLLABLES = (
    "al bar dan el far gor hal im jab kar lin mos nah or pel qas rab sal tor ul var wad yar zeb shah deir khan".split()
)


def make_name(draw: random.Random) -> str:
    """Make a name of two to four syllables in one or two words."""
    words = ("".join(draw.choices(SYLLABLES, k=draw.randint(2, 3))).title() for _ in range(draw.randint(1, 2)))
    return " ".join(words)


def write_lines(file: Path, lines: Iterator[str]) -> None:
    """Write lines to a file."""
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(lines)


def make_places(number: int) -> Iterator[str]:
    """Make lines of a table of places."""
    draw = random.Random(SEED)  # noqa: S311  a fixed draw
    for identifier in range(1, number + 1):
        name = make_name(draw)
        latitude, longitude = draw.uniform(-80, 80), draw.uniform(-180, 180)
        country, admin1 = draw.choice(("IQ", "SY", "YE", "UA", "US", "CN")), f"{draw.randint(1, 30):02}"
        columns = (
            identifier, name, name, "", f"{latitude:.5f}", f"{longitude:.5f}", "P", "PPL", country, "", admin1,
            draw.randint(1, 99), "", "", draw.choice((0, 0, 0, 500, 20000)), "", "", "Etc/UTC", "2024-01-01",
        )  # fmt: skip
        yield "\t".join(map(str, columns)) + "\n"


def make_names(number: int, places: int) -> Iterator[str]:
    """Make lines of a table of alternate names."""
    draw = random.Random(SEED + 1)  # noqa: S311  a fixed draw
    for identifier in range(1, number + 1):
        language = draw.choice(("en", "ar", "", "ru"))
        yield f"{identifier}\t{draw.randint(1, places)}\t{language}\t{make_name(draw)}\t\t\t\t\n"


def build(folder: str) -> None:
    """Build the gazetteer in a folder; the body of the processes that are killed."""
    path = Path(folder)
    build_from_dump(DumpOptions(places=path / "places.txt", alternate_names=path / "names.txt"), path / "out")


def report_kills(folder: Path, kills: int, seconds: float) -> None:
    """Kill builds at random moments and look whether the old gazetteer still works."""
    draw = random.Random(SEED)  # noqa: S311  a fixed draw
    intact = 0
    for _ in range(kills):
        process = multiprocessing.get_context("spawn").Process(target=build, args=(str(folder),))
        process.start()
        time.sleep(draw.uniform(0.2, seconds))
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join()
        gazetteer = Gazetteer.open(folder / "out")
        gazetteer.check()
        intact += bool(gazetteer.candidates(gazetteer.place("geonames:1").name))
    print(f"killed {kills} builds: the old gazetteer worked {intact} times")


def main() -> None:
    """Make the dump, build, query, kill."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=130_000)
    parser.add_argument("--names", type=int, default=160_000)
    parser.add_argument("--kills", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_lines(folder / "places.txt", make_places(options.places))
        write_lines(folder / "names.txt", make_names(options.names, options.places))
        start = time.perf_counter()
        build(name)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(f"{options.places} places, {options.names} names: {seconds:.1f} s, peak {peak:.2f} GiB", file=sys.stdout)
        gazetteer = Gazetteer.open(folder / "out")
        print(f"{gazetteer.info.names} names, {gazetteer.info.size_bytes / 1e6:.0f} MB")
        names = [gazetteer.place_at(row).name for row in range(0, len(gazetteer), max(1, len(gazetteer) // 50_000))]
        start = time.perf_counter()
        found = sum(map(gazetteer.has_name, map(fold, names)))
        middle = time.perf_counter()
        ranked = sum(bool(gazetteer.candidates(name)) for name in names)
        end = time.perf_counter()
        print(
            f"exact {found / (middle - start):.0f} /s with folding, ranked candidates {ranked / (end - middle):.0f} /s"
        )
        report_kills(folder, options.kills, seconds)


if __name__ == "__main__":
    main()
