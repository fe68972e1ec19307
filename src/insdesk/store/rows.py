"""A patient as rows, and back: what is read equals what was written, `Traits.typed` excepted."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import RowMapping

from insdesk.identity.matricule import Matricule
from insdesk.identity.patient import (
    Attribut,
    Channel,
    Control,
    ControlKind,
    Identity,
    Patient,
    Retrieval,
)
from insdesk.identity.readings import Environment, FormerMatricule
from insdesk.identity.traits import TRAIT_NAMES, Sexe, Traits
from insdesk.store import search
from insdesk.store.driver import Values
from insdesk.store.encoding import canonical, moment_text

Row = RowMapping | dict[str, Any]
"""One row by column name. `Any` because a driver promises no type; the enums and parsers check."""


def patient_values(patient: Patient) -> Values:
    """The columns of `patient` but its position; version as in `patient`."""
    identity, traits = patient.identity, patient.traits
    return {
        "uid": patient.uid,
        "version": patient.version,
        "environment": patient.environment.value,
        **_traits_values(traits),
        "used_name": patient.used_name,
        "used_first_name": patient.used_first_name,
        "created_at": moment_text(patient.created_at),
        "traits_recorded_at": moment_text(patient.traits_recorded_at),
        "known_since": patient.known_since,
        **{f"is_{one.value.lower()}": one in identity.attributes for one in Attribut},
        **_retrieval_values(identity.retrieval),
        **_control_values(identity.control),
        "sort_key": search.sort_key(traits),
        "search_text": search.search_text(patient),
        "merged_into": patient.merged_into,
    }


def history_values(patient: Patient) -> list[Values]:
    """The rows of `ins_history`: former matricules as received, then the invalidated INS."""
    identity, rows = patient.identity, list[Values]()
    if identity.retrieval:
        rows += _former_values(patient.uid, 0, identity.retrieval.history)
    for holder, withdrawn in enumerate(identity.invalidated, start=1):
        values = _retrieval_values(withdrawn)
        rows.append(
            {
                "patient_uid": patient.uid,
                "holder": holder,
                "rank": 0,
                **{part: values[f"matricule_{part}"] for part in ("number", "key", "oid")},
                "start_text": None,
                "end_text": None,
                **{part: values[f"retrieval_{part}"] for part in _RETRIEVAL_PARTS},
            }
        )
        rows += _former_values(patient.uid, holder, withdrawn.history)
    return rows


_RETRIEVAL_PARTS = ("channel", "at", "environment", "message_id", "verified_at")


def patient_from(row: Row, history: Iterable[Row]) -> Patient:
    """The patient of one row and of its history rows, ordered by holder and rank.

    Raises `ValueError` or `InvalidMatricule` for what these functions never wrote.
    """
    held: tuple[FormerMatricule, ...] = ()
    invalidated: list[Retrieval] = []
    for holder, group in groupby(history, key=lambda one: int(one["holder"])):
        lines = list(group)
        if holder == 0:
            held = _former(lines)
        else:
            former = _former(lines[1:])
            invalidated.append(_retrieval(lines[0], prefix="", matricule="", former=former))
    retrieval = None
    if row["retrieval_channel"] is not None:
        retrieval = _retrieval(row, prefix="retrieval_", matricule="matricule_", former=held)
    return Patient(
        uid=row["uid"],
        identity=Identity(
            traits=_traits(row),
            retrieval=retrieval,
            control=_control(row),
            attributes=attributes(row),
            invalidated=tuple(invalidated),
        ),
        used_name=row["used_name"],
        used_first_name=row["used_first_name"],
        created_at=datetime.fromisoformat(row["created_at"]),
        traits_recorded_at=datetime.fromisoformat(row["traits_recorded_at"]),
        known_since=row["known_since"],
        environment=Environment(row["environment"]),
        version=row["version"],
        merged_into=row["merged_into"],
    )


def attributes(row: Row) -> frozenset[Attribut]:
    """The attributs of one row."""
    return frozenset(one for one in Attribut if row[f"is_{one.value.lower()}"])


def _traits_values(traits: Traits) -> Values:
    values: Values = {name: getattr(traits, name) for name in TRAIT_NAMES}
    values["sex"] = None if traits.sex is None else traits.sex.value
    values["birth_date_interpreted"] = traits.birth_date_interpreted
    return values


def _traits(row: Row) -> Traits:
    return Traits(
        **{name: row[name] for name in TRAIT_NAMES if name != "sex"},
        sex=None if row["sex"] is None else Sexe(row["sex"]),
        birth_date_interpreted=bool(row["birth_date_interpreted"]),
    )


def _retrieval_values(retrieval: Retrieval | None) -> Values:
    return {
        "retrieval_channel": retrieval and retrieval.channel.value,
        "retrieval_at": retrieval and moment_text(retrieval.at),
        "matricule_number": retrieval and retrieval.matricule.number,
        "matricule_key": retrieval and retrieval.matricule.key,
        "matricule_oid": retrieval and retrieval.matricule.oid,
        "retrieval_environment": retrieval and retrieval.environment.value,
        "retrieval_message_id": retrieval and retrieval.message_id,
        "retrieval_verified_at": retrieval
        and retrieval.verified_at
        and moment_text(retrieval.verified_at),
    }


def _retrieval(
    row: Row,
    *,
    prefix: str,
    matricule: str,
    former: tuple[FormerMatricule, ...],
) -> Retrieval:
    verified = row[f"{prefix}verified_at"]
    return Retrieval(
        channel=Channel(row[f"{prefix}channel"]),
        at=datetime.fromisoformat(row[f"{prefix}at"]),
        matricule=Matricule(
            row[f"{matricule}number"], row[f"{matricule}key"], row[f"{matricule}oid"]
        ),
        history=former,
        environment=Environment(row[f"{prefix}environment"]),
        message_id=row[f"{prefix}message_id"],
        verified_at=None if verified is None else datetime.fromisoformat(verified),
    )


def _former_values(uid: str, holder: int, history: tuple[FormerMatricule, ...]) -> list[Values]:
    return [
        {
            "patient_uid": uid,
            "holder": holder,
            "rank": rank,
            "number": former.number,
            "key": former.key,
            "oid": former.oid,
            "start_text": former.start_text,
            "end_text": former.end_text,
            **dict.fromkeys(_RETRIEVAL_PARTS),
        }
        for rank, former in enumerate(history, start=1)
    ]


def _former(rows: Iterable[Row]) -> tuple[FormerMatricule, ...]:
    return tuple(
        FormerMatricule(
            number=row["number"],
            key=row["key"],
            oid=row["oid"],
            start_text=row["start_text"],
            end_text=row["end_text"],
        )
        for row in rows
    )


def _control_values(control: Control | None) -> Values:
    return {
        "control_kind": control and control.kind.value,
        "control_proof": control and control.proof,
        "control_at": control and moment_text(control.at),
        "control_snapshot": control and canonical(_traits_values(control.snapshot)),
        "control_adult_proof": control and control.adult_proof,
        "control_adult_link": control and control.adult_link,
        "control_expired_document": control and control.expired_document,
    }


def _control(row: Row) -> Control | None:
    if row["control_kind"] is None:
        return None
    return Control(
        kind=ControlKind(row["control_kind"]),
        proof=row["control_proof"],
        at=datetime.fromisoformat(row["control_at"]),
        snapshot=_traits(json.loads(row["control_snapshot"])),
        adult_proof=row["control_adult_proof"],
        adult_link=row["control_adult_link"],
        expired_document=bool(row["control_expired_document"]),
    )
