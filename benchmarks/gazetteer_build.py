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
import tempfile
import time
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from geomap.datafiles import find_data
from geomap.gazetteer import Gazetteer, fold
from geomap.gazetteer.dumps import DumpOptions, build_from_dump

SEED = 20231226
SYLLABLES = (
    "al bar dan el far gor hal im jab kar lin mos nah or pel qas rab sal tor ul var wad yar zeb shah deir khan".split()
)
# The same syllables as other scripts spell them, so that folding has its usual work.
SCRIPTS = {
    "ar": "ال بر دن يل فر غر حل ام جب كر لن مس نه ور بل قس رب سل طر ول فار واد يار زب شاه دير خان".split(),
    "ru": (
        "аль бар дан эль фар гор халь им джаб кар лин мос нах ор пель кас раб саль тор уль вар вад яр зеб шах дейр хан"
    ).split(),
}
FEATURES = (
    (("P", "PPL"),) * 60 + (("H", "STM"),) * 15 + (("T", "MT"),) * 12 + (("S", "FRM"),) * 10 + (("A", "ADM3"),) * 2
)
COUNTRIES = ("IQ", "SY", "YE", "UA", "US", "CN")


def make_name(draw: random.Random, syllables: Sequence[str] = SYLLABLES) -> str:
    """Make a name of two to three syllables a word, in one or two words."""
    words = ("".join(draw.choices(syllables, k=draw.randint(2, 3))).title() for _ in range(draw.randint(1, 2)))
    return " ".join(words)


def write_lines(file: Path, lines: Iterator[str]) -> None:
    """Write lines to a file."""
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(lines)


def make_places(number: int) -> Iterator[str]:
    """Make lines of a table of places; one in two hundred is an admin2 unit."""
    draw = random.Random(SEED)  # noqa: S311  a fixed draw
    for identifier in range(1, number + 1):
        name = make_name(draw)
        latitude, longitude = draw.uniform(-80, 80), draw.uniform(-180, 180)
        admin1, admin2 = f"{draw.randint(1, 30):02}", draw.randint(1, 99)
        letter, code = draw.choice(FEATURES) if identifier % 200 else ("A", "ADM2")
        columns = (
            identifier, name, name, "", f"{latitude:.5f}", f"{longitude:.5f}", letter, code, draw.choice(COUNTRIES), "",
            admin1, admin2, "", "", draw.choice((0, 0, 0, draw.randint(100, 50000))), "", "", "Etc/UTC", "2024-01-01",
        )  # fmt: skip
        yield "\t".join(map(str, columns)) + "\n"


def make_names(number: int, places: int) -> Iterator[str]:
    """Make lines of a table of alternate names in three scripts."""
    draw = random.Random(SEED + 1)  # noqa: S311  a fixed draw
    for identifier in range(1, number + 1):
        language = draw.choice(("en", "ar", "", "ru"))
        name = make_name(draw, SCRIPTS.get(language, SYLLABLES))
        yield f"{identifier}\t{draw.randint(1, places)}\t{language}\t{name}\t\t\t\t\n"


def build(folder: str) -> None:
    """Build the gazetteer in a folder, as the command line does; the body of the processes that are killed."""
    path = Path(folder)
    options = DumpOptions(
        places=path / "places.txt", alternate_names=path / "names.txt", frame=Gazetteer.open(find_data("gazetteer"))
    )
    build_from_dump(options, path / "out")


def measure_build(folder: str, connection: Connection) -> None:
    """Build in a process of its own and send its seconds and its peak memory in GiB."""
    start = time.perf_counter()
    build(folder)
    connection.send((time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2))


def report_build(folder: Path, places: int, names: int) -> float:
    """Build once and report; gives the seconds it took."""
    spawn = multiprocessing.get_context("spawn")
    receiver, sender = spawn.Pipe(duplex=False)
    process = spawn.Process(target=measure_build, args=(str(folder), sender))
    process.start()
    sender.close()
    seconds, peak = receiver.recv()
    process.join()
    print(f"{places:,} places, {names:,} names: {seconds:.1f} s, peak {peak:.2f} GiB", flush=True)
    return float(seconds)


def report_rates(folder: Path) -> None:
    """Report how fast the new gazetteer answers, for names drawn from all of it and shuffled."""
    start = time.perf_counter()
    gazetteer = Gazetteer.open(folder / "out")
    print(f"opened in {(time.perf_counter() - start) * 1e3:.2f} ms")
    print(f"{gazetteer.info.names:,} names, {gazetteer.info.size_bytes / 1e6:,.0f} MB")
    rows = random.Random(SEED).sample(range(len(gazetteer)), min(50_000, len(gazetteer)))  # noqa: S311  a fixed draw
    names = [gazetteer.place_at(row).name for row in rows]
    keys = [fold(name) for name in names]
    for _ in range(2):  # the first time the files come off the disk
        start = time.perf_counter()
        found = sum(map(gazetteer.has_name, keys))
        middle = time.perf_counter()
        best = sum(gazetteer.candidates(name)[0].score > 0 for name in names)
        late = time.perf_counter()
        every = sum(len(list(gazetteer.candidates(name))) for name in names)
        end = time.perf_counter()
        print(
            f"exact {found / (middle - start):,.0f} /s; ranked, the best one read {best / (late - middle):,.0f} /s,"
            f" all read {len(names) / (end - late):,.0f} /s with {every / len(names):.1f} candidates a name"
        )


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
    parser.add_argument("--folder", type=Path, help="where the dump and the gazetteer go for a while")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        write_lines(folder / "places.txt", make_places(options.places))
        write_lines(folder / "names.txt", make_names(options.names, options.places))
        seconds = report_build(folder, options.places, options.names)
        report_rates(folder)
        report_kills(folder, options.kills, seconds)


if __name__ == "__main__":
    main()
