"""What every test needs: an offscreen Qt, French locale, the reference data, no leak into a log."""

from __future__ import annotations

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The publishers' files (WSDL, samples, constraints); a public clone has none."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("reference data absent: this check against the official files did not run")
    return folder
