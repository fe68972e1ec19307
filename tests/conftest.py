"""What every test needs: an offscreen Qt, French locale, the reference data, no leak into a log."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shutil

import pytest

from virtual_reader import the_daemon

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure() -> None:
    """Name the socket of the private card service before anything asks for a card.

    The PC/SC library keeps the first path it ever used: a test that looks at the readers without
    the service (diagnostic, start of a real desk) would leave the later ones without it.
    """
    the_daemon()


def pytest_unconfigure() -> None:
    """The folder of that socket, whether the service was started or not."""
    shutil.rmtree(the_daemon().socket_path.parent, ignore_errors=True)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The publishers' files (WSDL, samples, constraints); a public clone has none."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("reference data absent: this check against the official files did not run")
    return folder
