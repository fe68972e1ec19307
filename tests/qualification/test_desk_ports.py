"""The fakes have the shapes of the ports, name by name: what they prove holds for the adapters."""

from __future__ import annotations

import inspect
from typing import get_type_hints

import pytest
from desk_fakes import (
    FakeCards,
    FakeEvents,
    FakeExports,
    FakeInsi,
    MemoryJournal,
    MemoryMerges,
    MemoryPatients,
    MemorySurvey,
    MemoryTodos,
    SetClock,
)

from insdesk.cards.reader import PcscCards
from insdesk.exports.catalogue import Exports
from insdesk.insi.client import InsiClient
from insdesk.qualification import ports
from insdesk.qualification.bench import Devices
from insdesk.qualification.ports import (
    CardEvents,
    CardsPort,
    ExportsPort,
    InsiPort,
    JournalPort,
    MergesPort,
    PatientsPort,
    SurveyPort,
    TodosPort,
)
from insdesk.store.journal import Journal
from insdesk.store.merges import Merges
from insdesk.store.patients import Patients
from insdesk.store.survey import Survey
from insdesk.store.todos import Todos

FITTING = [
    (CardsPort, FakeCards),
    (CardEvents, FakeEvents),
    (InsiPort, FakeInsi),
    (PatientsPort, MemoryPatients),
    (TodosPort, MemoryTodos),
    (MergesPort, MemoryMerges),
    (SurveyPort, MemorySurvey),
    (JournalPort, MemoryJournal),
    (ExportsPort, FakeExports),
    (CardsPort, PcscCards),
    (InsiPort, InsiClient),
    (PatientsPort, Patients),
    (TodosPort, Todos),
    (MergesPort, Merges),
    (SurveyPort, Survey),
    (JournalPort, Journal),
    (ExportsPort, Exports),
]


def _asked(port: type) -> list[str]:
    return [name for name in vars(port) if not name.startswith("_")]


@pytest.mark.parametrize(("port", "adapter"), FITTING)
def test_every_method_takes_what_the_port_gives(port: type, adapter: type) -> None:
    for name in _asked(port):
        wanted = vars(port)[name]
        if isinstance(wanted, property):
            continue
        taken, given = _parameters(getattr(adapter, name)), _parameters(wanted)
        assert list(taken) == list(given), f"{adapter.__name__}.{name}"
        for one, parameter in given.items():
            assert taken[one].kind is parameter.kind
            # An adapter may ask for less, never for more.
            assert parameter.default in (inspect.Parameter.empty, taken[one].default)


def _parameters(method: object) -> dict[str, inspect.Parameter]:
    assert callable(method)
    return dict(inspect.signature(method).parameters)


def test_the_desk_accepts_them() -> None:
    """Also checked by mypy: no cast stands between a fake and its port."""
    clock, events = SetClock(), FakeEvents()
    journal = MemoryJournal(clock)
    patients = MemoryPatients(journal)
    devices = Devices(
        cards=FakeCards(events),
        events=events,
        insi=FakeInsi(clock),
        patients=patients,
        todos=MemoryTodos(patients),
        merges=MemoryMerges(patients),
        survey=MemorySurvey(patients, journal),
        journal=journal,
        exports=FakeExports(),
        clock=clock,
    )
    assert devices.settings().structure == "SEUL"
    assert set(get_type_hints(Devices)) >= {"cards", "insi", "patients", "journal"}


def test_the_ports_are_all_named() -> None:
    protocols = {
        name
        for name, one in vars(ports).items()
        if getattr(one, "_is_protocol", False) and name != "Protocol"
    }
    assert protocols <= set(ports.__all__)
