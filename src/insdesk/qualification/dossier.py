"""One record being changed: its transitions, its lines of the journal, its one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import uuid4

from insdesk import __version__
from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.filing import Filing, JournalEvent
from insdesk.identity.patient import Identity, Patient
from insdesk.identity.status import move
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.qualification import consequences
from insdesk.qualification.roles import role_of
from insdesk.qualification.rules import Facts


class Dossier:
    """One record being changed: each event goes through the table and leaves its journal line."""

    def __init__(self, patient: Patient | None, facts: Facts) -> None:
        self._before = patient
        self._facts = facts
        self._identity: Identity | None = patient.identity if patient else None
        self._held = self._identity
        self._uid = patient.uid if patient else str(uuid4())
        self._events: list[JournalEvent] = []

    @property
    def uid(self) -> str:
        """The record's own number."""
        return self._uid

    @property
    def identity(self) -> Identity:
        """The identity as it stands after the events so far."""
        if self._identity is None:
            raise Refused("IV-200")
        return self._identity

    @property
    def events(self) -> tuple[JournalEvent, ...]:
        """The lines so far."""
        return tuple(self._events)

    def apply(self, event: ev.Event, *, motif: str = "", words: str | None = None) -> str:
        """Run one transition and return the id of its row; raises `Refused`.

        The statut, the INS, the control, the attributs: what changes is journaled by itself
        (`consequences`). `motif` is a code for the clear line; `words`, else those of the event,
        go to the detail: they may name somebody.
        """
        held = self._identity
        self._identity, row = move(held, event)
        before, after = held.status.value if held else None, self._identity.status.value
        self._held = held
        if before != after:
            self.note("STATUS_CHANGED", {"transition": row.id}, before=before, after=after)
        why = consequences.reason_of(event) if words is None else words
        detail = {"motif": why} if why else {}
        for type_, facts in consequences.told(event, row.id, held, self._identity, motif):
            self.note(type_, facts, detail, before=before, after=after)
        self._held = self._identity
        return row.id

    def note(
        self,
        type_: str,
        facts: Mapping[str, object] | None = None,
        detail: Mapping[str, object] | None = None,
        *,
        before: str | None = None,
        after: str | None = None,
    ) -> None:
        """One audit event about this record, with the common fields of §14.

        The statuts are those of this moment, unless `before` and `after` say what they were.
        """
        status = self._identity.status.value if self._identity else None
        self._events.append(
            JournalEvent(
                type=type_,
                patient_uid=self._uid,
                facts=actor(self._facts) | self._standing() | dict(facts or {}),
                detail=detail or {},
                status_before=before if after else status,
                status_after=after or status,
            )
        )

    def _standing(self) -> dict[str, object]:
        """The attributs before and after what is being journaled."""
        then = consequences.codes(self._held.attributes) if self._held else []
        now = consequences.codes(self._identity.attributes) if self._identity else []
        return {"attributs_avant": then, "attributs_apres": now}

    def _complementary(self, used: Mapping[str, str | None]) -> None:
        """T31: a complementary trait that changes is journaled, the statut stays (IV-022)."""
        if self._before is None:
            return
        old = {name: getattr(self._before, name) for name in used}
        names = [name for name in used if old[name] != used[name]]
        if names:
            self.apply(ev.TraitComplementaireModifie())
            changed = {name: [old[name], used[name]] for name in names}
            self.note("TRAIT_COMPL_CHANGED", {"champs": names}, changed)

    def unchanged(self, opens: Sequence[TodoNote] = ()) -> Filing:
        """Everything of a record whose complementary traits stay as they are.

        Raises `Refused` for a record that does not exist yet.
        """
        if self._before is None:
            raise Refused("IV-200")
        used = self._before
        return self.filing(
            used_name=used.used_name, used_first_name=used.used_first_name, opens=opens
        )

    def filing(
        self,
        *,
        used_name: str | None,
        used_first_name: str | None,
        known_since: str | None = None,
        evidence: Mapping[str, object] | None = None,
        opens: Sequence[TodoNote] = (),
        closes: Collection[TodoKind] = (),
    ) -> Filing:
        """Everything of this record for one transaction."""
        self._complementary({"used_name": used_name, "used_first_name": used_first_name})
        now, before = self._facts.now, self._before
        same_traits = before is not None and before.traits == self.identity.traits
        patient = Patient(
            uid=self._uid,
            identity=self.identity,
            used_name=used_name,
            used_first_name=used_first_name,
            created_at=before.created_at if before else now,
            traits_recorded_at=before.traits_recorded_at if before and same_traits else now,
            known_since=known_since or (before.known_since if before else None),
            environment=self._facts.environment,
            version=before.version if before else 0,
            merged_into=before.merged_into if before else None,
        )
        return Filing(
            patient=patient,
            expected_version=before.version if before else 0,
            events=tuple(self._events),
            evidence=evidence,
            opens=tuple(opens),
            closes=frozenset(closes),
        )


def actor(facts: Facts) -> dict[str, object]:
    """Who acts, as what, with which card, where, with which version, in which run (§14).

    No patient in it: these are the common fields of every line.
    """
    reading = facts.practitioner
    who: dict[str, object] = {
        "role": role_of(reading, facts.cards.cps).value,
        "poste": facts.settings.installation_id,
        "logiciel": __version__,
    }
    if reading is not None:
        who |= {
            "praticien": reading.national_id,
            "carte": reading.kind.value,
            "carte_numero": reading.card_number,
            "certificat": reading.certificate_serial,
        }
    return {"actor": who, "correlation": facts.correlation}
