"""The formats the desk can hand over, and the only way a file of theirs reaches the disk."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from insdesk.errors import ExportIncomplete, ExportRefused
from insdesk.exports import csv, datamatrix, fhir
from insdesk.exports.context import Context
from insdesk.identity.handover import ExportFile
from insdesk.identity.patient import Patient
from insdesk.paths import private_file

FICTITIOUS_MARK = "-FICTIF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One row of the catalogue. `render_all` is None when a file can hold one identity only."""

    sentence: str
    extension: str
    render: Callable[[Patient, Context], bytes]
    render_all: Callable[[Sequence[Patient], Context], bytes] | None = None


FORMATS: Mapping[str, Format] = {
    "fhir": Format(
        sentence="Fiche patient pour un autre logiciel de santé (FHIR, profil INS français).",
        extension=".json",
        render=fhir.render,
        render_all=fhir.render_all,
    ),
    "datamatrix": Format(
        sentence="Code « INS à scanner » à imprimer sur un document (image PNG, un patient).",
        extension=".png",
        render=datamatrix.render,
    ),
    "csv": Format(
        sentence="Tableau pour tableur ; ouvrez ses colonnes en texte pour garder le matricule.",
        extension=".csv",
        render=csv.render,
        render_all=csv.render_all,
    ),
}
"""A new format is one row here."""


class Exports:
    """Renders qualified identities and writes what was rendered."""

    def __init__(
        self, context: Callable[[], Context], formats: Mapping[str, Format] = FORMATS
    ) -> None:
        """`context` is asked at each rendering: the time and the settings of that moment."""
        self._context = context
        self._formats = formats

    def formats(self) -> Mapping[str, str]:
        """Format code → French sentence saying what it is for."""
        return {code: row.sentence for code, row in self._formats.items()}

    def render(self, patients: Sequence[Patient], fmt: str) -> ExportFile:
        """Render all of `patients` in one file, or none.

        The suffix says FICTIF when the identities are not real. Raises `ExportRefused` as the
        format does; `FORMAT_INCONNU`, `AUCUNE_IDENTITE`, `UNE_SEULE_IDENTITE` name a request
        that makes no file.
        """
        row, context = self._formats.get(fmt), self._context()
        if row is None:
            raise ExportRefused("FORMAT_INCONNU")
        match patients:
            case []:
                raise ExportRefused("AUCUNE_IDENTITE")
            case [patient]:
                content = row.render(patient, context)
            case _ if row.render_all is None:
                raise ExportRefused("UNE_SEULE_IDENTITE")
            case _:
                content = row.render_all(patients, context)
        mark = "" if context.is_real else FICTITIOUS_MARK
        return ExportFile(content=content, suffix=mark + row.extension, with_ins=True)

    def write(self, file: ExportFile, target: Path) -> None:
        """Write whole and private (0600) or not at all; raises `ExportIncomplete`."""
        try:
            private_file(target, file.content)
        except OSError as problem:
            raise ExportIncomplete from problem
