"""The window of the desk on fake ports, for every test of the windows that asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from fakes import Seat, a_seat
from insdesk.identity.patient import Patient


@pytest.fixture
def sit(qtbot, qapp) -> Iterator[Callable[..., Seat]]:
    """A function that gives a seat at the desk; every seat is closed at the end."""
    seats: list[Seat] = []

    def begin(*records: Patient, **options: object) -> Seat:
        seat = a_seat(*records, **options)
        seats.append(seat)
        qtbot.addWidget(seat.window)
        qtbot.waitUntil(seat.window.isActiveWindow)
        return seat

    yield begin
    for seat in seats:
        seat.shown.close()
