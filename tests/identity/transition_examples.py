"""Worked examples of T01–T35 (rule book §4.3), each by its id, with all that becomes of the record.

`battery()` plays every one of them: it is called again for each mutant of the table.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.identity.guards import GUARDS_OF_THE_ATTESTATION
from insdesk.identity.matricule import Matricule
from insdesk.identity.patient import Attribut, Channel, Identity, Retrieval, Status
from insdesk.identity.readings import FormerMatricule
from insdesk.identity.status import apply, find, move
from insdesk.identity.traits import Traits

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
LATER = datetime(2029, 11, 2, 9, 30, tzinfo=UTC)
TEST_OID = "1.2.250.1.213.1.4.10"
NIR, NIA = "1.2.250.1.213.1.4.8", "1.2.250.1.213.1.4.9"
LOCAL = Traits.from_text(
    birth_name="TILLEUL",
    first_name="ELODIE",
    first_names="ELODIE MARTHE ROSE",
    birth_date="1978-03-09",
    sex="F",
    birth_place="63999",
).without_typed()
SAME = Traits.as_received(
    birth_name="TILLEUL",
    first_name=None,
    first_names="ELODIE MARTHE ROSE",
    birth_date="1978-03-09",
    sex="F",
    birth_place="63999",
)
HYPHEN = replace(SAME, first_names="ELODIE MARTHE-ROSE")
HYPHENED = replace(LOCAL, first_names="ELODIE MARTHE-ROSE")
OTHER = replace(SAME, birth_name="GARANCEAU")
CORRECTED = replace(LOCAL, birth_name="TILLEULE")
MINE = Matricule.parse("2780363999000", TEST_OID)
NEWER = Matricule.parse("2780363999111", TEST_OID)
FORMER = FormerMatricule(number=MINE.number, key=MINE.key, oid=MINE.oid)
TICKED = frozenset({"first_names"})


def answer(
    official: Traits = SAME,
    *,
    matricule: Matricule = MINE,
    channel: Channel = Channel.INSI,
    history: tuple[FormerMatricule, ...] = (),
    confirmed: frozenset[str] = frozenset(),
) -> ev.ReponseInsi:
    retrieval = Retrieval(channel=channel, at=NOW, matricule=matricule, history=history)
    return ev.ReponseInsi(official=official, retrieval=retrieval, confirmed=confirmed)


def attestation(
    held: frozenset[str] = GUARDS_OF_THE_ATTESTATION, text: str = ATTESTATION_TEXT
) -> ev.AttestationSignee:
    return ev.AttestationSignee(at=NOW, text=text, held=held)


def app(
    official: Traits = SAME,
    *,
    matricule: Matricule = MINE,
    valid: bool = True,
    confirmed: frozenset[str] = frozenset(),
) -> ev.LectureAppCarteVitale:
    retrieval = Retrieval(channel=Channel.AV, at=NOW, matricule=matricule)
    return ev.LectureAppCarteVitale(
        official=official, retrieval=retrieval, scan_valide=valid, confirmed=confirmed
    )


def app_creation(*, searched: bool = True, valid: bool = True) -> ev.CreationDepuisAppCarteVitale:
    return ev.CreationDepuisAppCarteVitale(
        traits=LOCAL, retrieval=BY_APP, recherche_faite=searched, scan_valide=valid
    )


def insi_creation(*, searched: bool = True) -> ev.CreationDepuisInsi:
    return ev.CreationDepuisInsi(traits=LOCAL, retrieval=FOUND, recherche_faite=searched)


FOUND = Retrieval(channel=Channel.INSI, at=NOW, matricule=MINE)
BY_APP = replace(FOUND, channel=Channel.AV)
PIECE = ev.PieceConcordante(proof="PA", at=NOW)
CARD = replace(PIECE, proof="CN")

PROV = apply(None, ev.CreationManuelle(traits=LOCAL, recherche_faite=True))
RECUP = apply(PROV, answer())
VALI = apply(PROV, CARD)
QUAL = apply(RECUP, CARD)
BY_CARD = apply(PROV, answer(channel=Channel.CV))
ATTESTED = apply(BY_CARD, attestation())
APP = apply(None, app_creation())
WAITING = replace(QUAL, retrieval=replace(FOUND, matricule=Matricule.parse(MINE.number, NIA)))
WAITING_RECUP = replace(WAITING, control=None)
DOUBTFUL = apply(QUAL, ev.AttributPose(attribut=Attribut.DOUT, confirme=True))
FICTITIOUS = apply(PROV, ev.AttributPose(attribut=Attribut.FICT, confirme=True))
STALE = replace(VALI, traits=replace(LOCAL, first_names=None))
ALL = (PROV, RECUP, VALI, QUAL)


@dataclass(frozen=True)
class Facts:
    """All that an event may change, in words short enough to be written in an example."""

    status: Status
    traits: Traits = LOCAL
    number: str | None = None
    channel: Channel | None = None
    former: tuple[str, ...] = ()
    verified: datetime | None = None
    proof: str | None = None
    adult: str | None = None
    intact: bool = True
    attributes: frozenset[Attribut] = frozenset()
    gone: tuple[str, ...] = ()


def facts(one: Identity) -> Facts:
    held, control = one.retrieval, one.control
    return Facts(
        status=one.status,
        traits=one.traits,
        number=held.matricule.number if held else None,
        channel=held.channel if held else None,
        former=tuple(former.number for former in held.history) if held else (),
        verified=held.verified_at if held else None,
        proof=f"{control.kind.value}:{control.proof}" if control else None,
        adult=control.adult_proof if control else None,
        intact=control is None or control.snapshot == one.traits,
        attributes=one.attributes,
        gone=tuple(former.matricule.number for former in one.invalidated),
    )


@dataclass(frozen=True)
class Move:
    """An event on a record: the row `rule` is executed and changes what `becomes` says."""

    rule: str
    before: Identity | None
    event: ev.Event
    becomes: dict[str, object] = field(default_factory=dict)
    refused: bool = False

    @property
    def holds(self) -> bool:
        """Whether the table does what the example says, to the last fact."""
        try:
            after, row = move(self.before, self.event)
        except Refused as refused:
            return self.refused and refused.rule == self.rule and self._goes_nowhere
        except RuntimeError:  # the row promised another statut than it made
            return False
        start = facts(self.before) if self.before else Facts(status=Status.PROV)
        expected = replace(start, **self.becomes)  # type: ignore[arg-type]
        return not self.refused and (row.id, facts(after)) == (self.rule, expected)

    @property
    def _goes_nowhere(self) -> bool:
        try:
            return find(self.before, self.event).to is None
        except Refused:  # no row at all: the default rule of the event
            return True


def refusal(rule: str, before: Identity | None, event: ev.Event) -> Move:
    return Move(rule, before, event, refused=True)
