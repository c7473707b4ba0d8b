"""What all tests share: no network, and the paths of the sample and reference data."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from hypothesis import settings

# how long an example takes says more about what else the machine does than about the code
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _closed_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection but those within this machine: geomap works with the network cut."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: object) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = address[0] if isinstance(address, tuple) else address
            if host not in {"127.0.0.1", "::1", "localhost"}:
                raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the top of the tree."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """Give the folder of sample articles."""
    return ROOT / "data" / "samples"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Give the folder of texts and tables that nobody on the project wrote; tests that need it skip without it."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared test data lies beside the checkout in ../shared/data and is not there")
    return folder
