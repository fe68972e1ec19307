"""A table for spreadsheets: one row per qualified identity, every cell text (exchange.md §8)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from insdesk.exports.context import Context
from insdesk.exports.gate import Qualified, leaving
from insdesk.identity.patient import Patient

COLUMNS = (
    "matricule",
    "nature",
    "oid",
    "nom_naissance",
    "premier_prenom",
    "prenoms_naissance",
    "sexe",
    "date_naissance",
    "code_lieu_naissance",
    "statut",
    "date_insi",
    "mode_obtention",
    "date_qualification",
    "justificatif",
    "nom_utilise",
    "prenom_utilise",
)

FORMULA_STARTS = ("=", "+", "@", "-", "\t", "\r")


def render(patient: Patient, context: Context) -> bytes:
    """The header and one row; raises `ExportRefused`."""
    return render_all([patient], context)


def render_all(patients: Sequence[Patient], context: Context) -> bytes:
    """The header and one row per identity: UTF-8 with BOM, `;`, CRLF, all cells quoted.

    Raises `ExportRefused` if a single one may not leave: no row is dropped in silence.
    """
    text = io.StringIO()
    table = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows(_row(leaving(patient, context), context) for patient in patients)
    return text.getvalue().encode("utf-8-sig")


def _row(identity: Qualified, context: Context) -> tuple[str, ...]:
    """Values in the order of `COLUMNS`. INSi traits cannot start a formula (profile of §1.5)."""
    retrieval, control = identity.retrieval, identity.control
    return (
        identity.matricule.value,
        f"INS-{identity.matricule.nature.value}",
        identity.matricule.oid,
        identity.birth_name,
        identity.first_name,
        identity.first_names,
        identity.sex.value,
        identity.birth_date,
        identity.birth_place or "",
        identity.patient.status.value,
        context.day(retrieval.at).isoformat(),
        retrieval.channel.value,
        context.day(control.at).isoformat(),
        _inert(control.proof),
        _inert(identity.patient.used_name),
        _inert(identity.patient.used_first_name),
    )


def _inert(value: str | None) -> str:
    """Local text that no spreadsheet takes for a formula, even after blanks it may trim."""
    text = value or ""
    starts = text.startswith(FORMULA_STARTS) or text.strip().startswith(FORMULA_STARTS)
    return f"'{text}" if starts else text
