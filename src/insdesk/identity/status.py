"""The status machine of rule book §4.3. `apply` is the only way to change an identity.

The statut itself is derived from the two axes (IV-102): a row of the table that lied about its
`to` would raise here, not corrupt a record.
"""

from __future__ import annotations

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.patient import Identity, Status
from insdesk.identity.transitions import REFUSALS, TRANSITIONS, Transition

__all__ = ["REFUSALS", "TRANSITIONS", "Status", "Transition", "apply", "find", "move"]


def apply(identity: Identity | None, event: ev.Event) -> Identity:
    """The identity after `event`; `identity` is None for a creation.

    Raises `Refused` with the id of the row or rule that forbids the move.
    """
    return move(identity, event)[0]


def move(identity: Identity | None, event: ev.Event) -> tuple[Identity, Transition]:
    """Like `apply`, with the row that was executed: its id goes to the journal (STATUS_CHANGED)."""
    before = identity.status if identity is not None else None
    subject = identity if identity is not None else _blank(event)
    row = find(identity, event)
    if row.refusal:
        raise Refused(row.id)
    after = row.effect(subject, event)
    expected = row.to if row.to is not None else before
    if after.status is not expected:
        raise RuntimeError(f"row {row.id} promised {expected}, made {after.status}")
    return after, row


def find(identity: Identity | None, event: ev.Event) -> Transition:
    """The row that decides: a refusal first, else the first transition that fits.

    Raises `Refused` with the default rule of the event when no row takes it.
    """
    before = identity.status if identity is not None else None
    subject = identity if identity is not None else _blank(event)
    row = _find(REFUSALS, subject, before, event) or _find(TRANSITIONS, subject, before, event)
    if row is None:
        raise Refused(event.default_rule)
    return row


def _find(
    table: tuple[Transition, ...], identity: Identity, before: Status | None, event: ev.Event
) -> Transition | None:
    for row in table:
        if type(event) is row.event and before in row.origin and row.guard(identity, event):
            return row
    return None


def _blank(event: ev.Event) -> Identity:
    """What a creation starts from. Raises `Refused` for an event that needs a record."""
    if isinstance(event, ev.CreationDepuisInsi | ev.CreationDepuisAppCarteVitale):
        return Identity(traits=event.traits.without_typed(), retrieval=event.retrieval)
    if isinstance(event, ev.CreationManuelle | ev.Import):
        return Identity(traits=event.traits.without_typed())
    raise Refused(event.default_rule)
