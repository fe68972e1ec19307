"""What a debugger, a crash or a careless log line would print: no value of a person.

Every value class of the package is looked at. A field that may hold what is known of somebody, by
its name and its type, is hidden from `repr`, or is named below with the reason why it is not.
"""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping

import pytest

import insdesk

MAY_HOLD_WORDS = re.compile(r"\b(str|bytes|bytearray|object|Any)\b")
"""Annotations whose values are printed as they are."""

TELLS_OF_SOMEBODY = re.compile(
    r"name|birth|born|place|number|matricule|nir|trait|text|typed|known|official|local|shown"
    r"|letters|reason|motif|detail|words|value|said|accessible|sentence|pin|password|secret"
    r"|apdu|envelope|body|xml|content|data|person|form|title|note|serial|national|line"
    r"|row|question|asked|message|assertion|certificate|query|answer|phrase|label|owner|holder"
)

SHOWN: Mapping[str, tuple[str, ...]] = {
    "words of ours, the same for everybody": (
        "exports.catalogue.Format.sentence",
        "exports.fhir._Dialect.status_text",
        "identity.events.AttestationSignee.text",
        "identity.evidence.Device.label",
        "identity.places.Place.label",
        "identity.rulebook.entry.AuditEvent.detail",
        "identity.rulebook.entry.AuditEvent.sentence",
        "identity.rulebook.entry.AuditEvent.title",
        "identity.rulebook.entry.Rule.sentence",
        "identity.rulebook.entry.Theme.title",
        "identity.situations.Situation.label",
        "identity.situations.Situation.text",
        "qualification.diagnosis.Finding.words",
        "qualification.leaving.LeavingReason.label",
        "qualification.qualifying.ExceptionCase.text",
        "qualification.roles.Row.label",
        "qualification.steps.Evidence.attestation_text",
        "tour.stage.Played.title",
        "ui.discovery.Choice.name",
        "ui.discovery.Choice.words",
        "ui.parts.error_card.ErrorText.title",
        "ui.patient_card.PatientWords.texts",
        "ui.texts.settings.CardWords.name",
        "ui.texts.settings.CardWords.title",
        "ui.texts.notes.Differs.label",
        "ui.texts.settings.FieldWords.label",
        "ui.texts.todo.Group.label",
        "ui.texts.todo.Group.reason",
        "ui.tokens.Tokens.line",
    ),
    "a code, never a value": (
        "identity.compare.Comparison.traits",
        "identity.compare.TraitComparison.trait",
        "identity.comparison_table.Row.trait",
        "identity.former.FormerName.trait",
        "identity.precheck.Anomaly.trait",
        "identity.precheck.Finding.trait",
        "identity.todo.TodoLine.reason",
        "identity.todo.TodoLine.trait",
        "identity.todo.TodoNote.reason",
        "identity.todo.TodoNote.trait",
        "qualification.leaving.Sending.format",
        "qualification.rules.Guard.reason",
        "qualification.rules.Refusal.reason",
        "qualification.rules.Refusal.trait",
        "qualification.steps.Evidence.noted",
    ),
    "a day, a seal or a number of ours, opaque": (
        "identity.patient.Patient.known_since",
        "identity.patient.Retrieval.message_id",
        "identity.readings.CallTrace.answer_sha256",
        "identity.readings.CallTrace.message_id",
        "identity.readings.FormerMatricule.end_text",
        "identity.readings.FormerMatricule.start_text",
        "insi.call_fact.CallFact.answer_sha256",
        "insi.call_fact.CallFact.message_id",
        "insi.envelope.Message.message_id",
        "qualification.leaving.Sending.matricule_masked",
    ),
    "the software, the desk or the machine, nobody": (
        "cards.slots.Insertions._known",
        "cards.slots.Insertions.name",
        "exports.context.Context.local_system",
        "exports.context.Context.place_label",
        "insi.envelope.Sender.software_name",
        "qualification.bench.Devices.remember_owner",
        "settings.Settings.organisation_certificate",
        "settings.Settings.secretary_grants",
    ),
}
"""Why a field is shown all the same → fields, below `insdesk`."""

FICTITIOUS = "simulator."
"""Its people are invented or published, and a person of it hides itself all the same."""


def value_classes() -> Iterator[type]:
    """Every dataclass of the package that prints its fields by itself."""
    for found in pkgutil.walk_packages(insdesk.__path__, "insdesk."):
        if found.name.endswith(("__main__", "cryptolib.child")):
            continue
        module = importlib.import_module(found.name)
        for one in vars(module).values():
            mine = isinstance(one, type) and one.__module__ == module.__name__
            if mine and dataclasses.is_dataclass(one) and hasattr(one.__repr__, "__wrapped__"):
                yield one


def printed(one: type) -> Iterator[str]:
    """The fields that may tell of somebody, and that `repr` prints as they are."""
    for field in dataclasses.fields(one):
        plain = field.repr and MAY_HOLD_WORDS.search(str(field.type))
        if plain and TELLS_OF_SOMEBODY.search(field.name):
            yield f"{one.__module__.removeprefix('insdesk.')}.{one.__qualname__}.{field.name}"


@pytest.fixture(scope="module")
def found() -> set[str]:
    return {name for one in value_classes() for name in printed(one)}


def test_no_value_class_prints_what_may_be_known_of_somebody(found: set[str]) -> None:
    reviewed = {name for names in SHOWN.values() for name in names}
    new = {name for name in found - reviewed if not name.startswith(FICTITIOUS)}
    assert not new, "hide them with field(repr=False), or say above why they may be printed"


def test_every_field_named_above_is_still_there(found: set[str]) -> None:
    assert {name for names in SHOWN.values() for name in names} <= found


def test_the_gate_sees_what_it_is_for() -> None:
    @dataclasses.dataclass
    class Careless:
        birth_name: str
        others: tuple[str, ...]
        hidden_name: str = dataclasses.field(repr=False)
        place: int = 0

    names = [name.rpartition(".")[2] for name in printed(Careless)]
    assert names == ["birth_name"]
    classes = list(value_classes())
    assert len(classes) > 120
