"""``geomap geocode --online`` against a server on this machine that answers as Nominatim and Photon do."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from program import run

# What the service knows: latitude, longitude, and the box around it (south, north, west, east).
PLACES = {
    "Zzyzxqwk": (34.73, 36.71, ["34.70", "34.76", "36.68", "36.74"]),
    "Qqvillage, Syria": (35.93, 36.63, ["35.92", "35.94", "36.62", "36.64"]),
    "Qqvillage, Iraq": (35.93, 36.63, ["35.92", "35.94", "36.62", "36.64"]),
}


class Service(BaseHTTPRequestHandler):
    """Answers searches, and keeps what was asked and by whom."""

    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = parse_qs(address.query)["q"][0]
        self.asked.append((query, self.headers["User-Agent"]))
        found = PLACES.get(query)
        if address.path.endswith("/api"):
            features = []
            if found:
                geometry = {"type": "Point", "coordinates": [found[1], found[0]]}
                features = [{"geometry": geometry, "properties": {"name": query, "country": "Testland"}}]
            answer: object = {"features": features}
        else:
            south_to_east = found[2] if found else []
            answer = (
                [{"lat": str(found[0]), "lon": str(found[1]), "display_name": query, "boundingbox": south_to_east}]
                if found
                else []
            )
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write no log."""


@pytest.fixture
def service() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    handler = type("Handler", (Service,), {"asked": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", handler.asked  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


def geocode(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run("geocode", *arguments)


def test_names_that_are_not_found_are_asked_for_once(
    service: tuple[str, list[tuple[str, str]]], tmp_path: Path
) -> None:
    url, asked = service
    options: list[str | Path] = [
        "--online",
        "nominatim",
        "--online-url",
        url,
        "--online-cache",
        tmp_path / "a" / "online.sqlite",
    ]
    for _ in range(2):
        done = geocode("Baghdad", "Zzyzxqwk", "Xqzvwk", "--format", "json", "--online-agent", "the tests", *options)
        assert done.returncode == 0, done.stderr
        known, found, missing = json.loads(done.stdout)
        assert known["gazetteer_id"] == "geonames:98182"
        assert (found["latitude"], found["longitude"], found["country"]) == (34.73, 36.71, "SY")
        assert (found["gazetteer_id"], found["place_precision"], found["confidence"]) == (None, "city", 0.5)
        assert "nominatim" in found["reason"]
        assert missing["latitude"] is None
        assert "knows none" in missing["reason"]
        assert "asked online for 2 names, 1 of them found" in done.stderr
    assert asked == [("Zzyzxqwk", "the tests"), ("Xqzvwk", "the tests")]


def test_a_table_keeps_to_its_countries(service: tuple[str, list[tuple[str, str]]], tmp_path: Path) -> None:
    url, asked = service
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_text("place,land\nQqvillage,Syria\nQqvillage,Iraq\nQqvillage,SY\nHoms,Syria\n,Syria\n", "utf-8")
    done = geocode(
        "--input", table, "--column", "place", "--country-column", "land", "-o", out, "--online", "nominatim",
        "--online-url", url, "--online-cache", tmp_path / "online.sqlite",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [line.split(",") for line in out.read_text("utf-8").splitlines()]
    assert [row[2] for row in rows[1:4]] == ["35.93", "", "35.93"]
    assert "outside IQ" in out.read_text("utf-8").splitlines()[2]
    assert "5 rows: 3 matched" in done.stderr
    assert [query for query, _ in asked] == ["Qqvillage, Syria", "Qqvillage, Iraq"]


def test_photon_answers_too(service: tuple[str, list[tuple[str, str]]], tmp_path: Path) -> None:
    url, _ = service
    done = geocode(
        "Zzyzxqwk", "--format", "geojson", "--online", "photon", "--online-url", url,
        "--online-cache", tmp_path / "online.sqlite",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    [feature] = json.loads(done.stdout)["features"]
    assert feature["geometry"]["coordinates"] == [36.71, 34.73]
    assert feature["properties"]["place_precision"] == "unknown"  # no box was given


def test_a_service_out_of_reach_costs_only_what_it_was_asked(tmp_path: Path) -> None:
    done = geocode(
        "Baghdad", "Zzyzxqwk", "Xqzvwk", "--online", "nominatim", "--online-url", "http://127.0.0.1:9",
        "--online-cache", tmp_path / "online.sqlite",
    )  # fmt: skip
    assert done.returncode == 1
    assert "geonames:98182" in done.stdout
    assert "no answer for 'Zzyzxqwk'" in done.stderr
    assert "leave out --online" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("no answer") == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--online", "atlantis"], 1, "no such service"),
        (["--online", "opencage"], 1, "GEOMAP_ONLINE_KEY"),
        (["--online", "nominatim", "--online-url", "ftp://x"], 1, "not the address of a server"),
        (["--online-url", "http://127.0.0.1:9"], 2, "--online"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, arguments: list[str], code: int, message: str) -> None:
    cache: list[str | Path] = ["--online-cache", tmp_path / "c.sqlite"] if code == 1 else []
    done = geocode("Baghdad", *arguments, *cache)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
