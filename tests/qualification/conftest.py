"""The desk of the qualification tests."""

from __future__ import annotations

import pytest
from desk_stage import Stage, a_stage, known_elodie


@pytest.fixture
def stage() -> Stage:
    """An empty base."""
    return a_stage()


@pytest.fixture
def known() -> Stage:
    """Élodie has a provisional record since yesterday."""
    return a_stage(known_elodie())
