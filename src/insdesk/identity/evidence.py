"""The evidence register (rule book §8) and the attestation of the exception procedure (§9)."""

from __future__ import annotations

from dataclasses import dataclass

ATTESTATION_TEXT = (
    "J\u2019atteste déjà connaître l\u2019identité de cette personne et sa correspondance aux "
    "traits d\u2019identité INSi. Cela me permet de partager ses données en toute sécurité"
)
"""The official sentence, character for character (note of June 2023): never translated, edited."""

ATTESTATION_VERSION = "CNAM-2023-06"


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One row of the register. `high_trust` alone lets the control axis be set (IV-400, IV-401).

    `needs_adult` asks for the document of a parent, guardian or delegate (IV-406). `refusal` is
    the sentence shown beside a greyed row. `fhir` is the code of the FR Core 2.2.0 list, None
    when that list has no such code.
    """

    code: str
    label: str
    high_trust: bool
    needs_adult: bool = False
    for_minors_only: bool = False
    refusal: str = ""
    fhir: str | None = None
    source: str = "rule book §8.1"


DEVICES: tuple[Device, ...] = (
    Device(code="CN", label="Carte nationale d'identité", high_trust=True, fhir="CN"),
    Device(code="PA", label="Passeport", high_trust=True, fhir="PA"),
    Device(code="CS", label="Titre de séjour", high_trust=True),
    Device(
        code="AN",
        label="Acte de naissance + pièce du parent",
        high_trust=True,
        needs_adult=True,
        for_minors_only=True,
        fhir="AN",
    ),
    Device(
        code="LE",
        label="Livret de famille + pièce du parent",
        high_trust=True,
        needs_adult=True,
        for_minors_only=True,
        fhir="LE",
    ),
    Device(code="eCN", label="France Identité, e-carte d'identité", high_trust=True),
    Device(code="IN", label="Identité Numérique La Poste", high_trust=True),
    Device(
        code="CC",
        label="Document de circulation pour étranger mineur",
        high_trust=True,
        for_minors_only=True,
    ),
    Device(
        code="PC",
        label="Permis de conduire",
        high_trust=False,
        refusal="Le permis de conduire n'est pas une pièce à haut niveau de confiance.",
        source="rule book §8.2",
    ),
    Device(
        code="CM",
        label="Carte militaire",
        high_trust=False,
        refusal="La carte militaire n'est pas une pièce à haut niveau de confiance.",
        source="rule book §8.2",
    ),
    Device(
        code="CV",
        label="Carte Vitale seule",
        high_trust=False,
        refusal="La carte Vitale seule ne prouve pas l'identité de la personne.",
        source="rule book §8.2",
    ),
    Device(
        code="COPIE",
        label="Photo ou copie d'une pièce",
        high_trust=False,
        refusal="Une copie ou une photo ne suffit pas : demandez l'original.",
        source="rule book §8.2",
    ),
)

ADULT_DEVICES = ("CN", "PA", "CS")
"""Devices accepted for the parent, guardian or delegate of a minor (§8.1)."""


def device(code: str) -> Device | None:
    """The row of `code`, or None when the register does not know it."""
    return next((row for row in DEVICES if row.code == code), None)
