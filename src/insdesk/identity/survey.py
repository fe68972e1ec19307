"""A record as the base holds it, text by text: what the offline pre-check looks at. Pure.

An older or imported base may hold what today's rules refuse: nothing here is validated.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from insdesk.identity.patient import Attribut, Patient
from insdesk.identity.resemblance import Sketch, sketch_of_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """One record: the texts of its traits as stored, None when absent.

    `number`, `key` and `oid` are those of the INS held, whatever the statut; `flags` the codes of
    the attributs. `version` is that of the record read.
    """

    uid: str
    version: int = 0
    birth_name: str | None = field(default=None, repr=False)
    first_name: str | None = field(default=None, repr=False)
    first_names: str | None = field(default=None, repr=False)
    birth_date: str | None = field(default=None, repr=False)
    interpreted: bool = False
    sex: str | None = field(default=None, repr=False)
    birth_place: str | None = field(default=None, repr=False)
    used_name: str | None = field(default=None, repr=False)
    used_first_name: str | None = field(default=None, repr=False)
    former_used_names: tuple[str, ...] = field(default=(), repr=False)
    status: str = "PROV"
    flags: tuple[str, ...] = ()
    number: str | None = field(default=None, repr=False)
    key: str | None = field(default=None, repr=False)
    oid: str | None = None
    merged_into: str | None = None

    def sketch(self) -> Sketch:
        """What of it the table of resemblances looks at."""
        return sketch_of_texts(
            birth_name=self.birth_name,
            first_name=self.first_name,
            used_name=self.used_name,
            birth_date=self.birth_date,
            interpreted=self.interpreted,
            sex=self.sex,
            birth_place=self.birth_place,
            matricule=(self.number, self.oid) if self.number and self.oid else None,
        )


def surveyed(patient: Patient) -> Surveyed:
    """The texts of a record in memory, as the base would hold them."""
    traits, retrieval = patient.traits, patient.identity.retrieval
    matricule = retrieval.matricule if retrieval else None
    held = patient.identity.attributes
    return Surveyed(
        uid=patient.uid,
        version=patient.version,
        birth_name=traits.birth_name,
        first_name=traits.first_name,
        first_names=traits.first_names,
        birth_date=traits.birth_date,
        interpreted=traits.birth_date_interpreted,
        sex=traits.sex.value if traits.sex else None,
        birth_place=traits.birth_place,
        used_name=patient.used_name,
        used_first_name=patient.used_first_name,
        status=patient.status.value,
        flags=tuple(one.value for one in Attribut if one in held),
        number=matricule.number if matricule else None,
        key=matricule.key if matricule else None,
        oid=matricule.oid if matricule else None,
        merged_into=patient.merged_into,
    )
