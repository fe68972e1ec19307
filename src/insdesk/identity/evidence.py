"""The evidence register (rule book §8) and the attestation of the exception procedure (§9). Pure.

`DEVICES` is the whole register. What one desk proposes is `register(...)`: rows may be left out and
names added (IV-400), but nothing can be given more trust than the register gives it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum

from insdesk.identity.normalise import search_key

ATTESTATION_TEXT = (
    "J\u2019atteste déjà connaître l\u2019identité de cette personne et sa correspondance aux "
    "traits d\u2019identité INSi. Cela me permet de partager ses données en toute sécurité"
)
"""The official sentence, character for character (note of June 2023): never translated, edited."""

ATTESTATION_VERSION = "CNAM-2023-06"


class Trust(Enum):
    """What a device is worth. `HIGH` alone sets the control axis (IV-400, IV-401)."""

    HIGH = "haut niveau de confiance"
    ELSEWHERE = "haut niveau de confiance, mais pas par ce chemin ni dans un cabinet"
    NONE = "noté, ne valide jamais"


class AdultLink(StrEnum):
    """What the adult whose device is shown is to the minor (§8.1, IV-406)."""

    PARENT = "PARENT"
    REPRESENTANT = "REPRESENTANT"


LINK_LABELS = {
    AdultLink.PARENT: "Parent",
    AdultLink.REPRESENTANT: "Tuteur ou délégataire de l'autorité parentale",
}

COURT_DECISION = "Décision de justice vue"
"""What a guardian or delegate shows besides (§8.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One row of the register.

    `who` says for whom it is. `needs_adult` asks for the device of a parent, guardian or delegate
    (IV-406). `refusal` is the sentence (what, why) beside a row that never validates. `eidas` is
    the level of an electronic means, empty for paper. `fhir` is the code of the FR Core 2.2.0
    list, None when that list has no such code; `other_codes` are those of other tables.
    """

    code: str
    label: str
    trust: Trust = Trust.NONE
    who: str = "toute personne"
    needs_adult: bool = False
    for_minors_only: bool = False
    refusal: str = ""
    eidas: str = ""
    fhir: str | None = None
    other_codes: tuple[str, ...] = ()
    source: str = "rule book §8.2"
    own: bool = False
    """Added by the practitioner: a name of his own, never any trust."""

    @property
    def high_trust(self) -> bool:
        """Whether it may set the control axis."""
        return self.trust is Trust.HIGH


_NATIONALS = (
    "ressortissants de l'Union européenne, de Suisse, du Liechtenstein, de Norvège, d'Islande, du "
    "Vatican, de Monaco, de Saint-Marin et d'Andorre"
)
_EHPAD = "Admis seulement pour une entrée directe en EHPAD : pas dans un cabinet."
_EIDAS = "substantiel ou élevé"


def _minor(code: str, label: str, **facts: object) -> Device:
    adult = {"needs_adult": True, "source": "rule book §8.1 [C: ARA, FRCORE]", "fhir": code}
    minor = {"who": "mineur sans pièce à son nom", "for_minors_only": True}
    return _high(code, label, **minor | adult | facts)


def _high(code: str, label: str, **facts: object) -> Device:
    usual: dict[str, object] = {"source": "rule book §8.1 [C: NAQ-DISP, FRCORE]"}
    return Device(code=code, label=label, trust=Trust.HIGH, **usual | facts)  # type: ignore[arg-type]


def _elsewhere(code: str, label: str, who: str, refusal: str, source: str) -> Device:
    return Device(
        code=code,
        label=label,
        trust=Trust.ELSEWHERE,
        who=who,
        refusal=refusal,
        source=f"rule book §8.1 [{source}]",
    )


def _refused(code: str, label: str, refusal: str) -> Device:
    return Device(code=code, label=label, refusal=refusal)


DEVICES: tuple[Device, ...] = (
    _high("CN", "Carte nationale d'identité", who=_NATIONALS, fhir="CN"),
    _high("PA", "Passeport", fhir="PA"),
    _high("CS", "Titre de séjour", who="étrangers"),
    _minor("AN", "Acte de naissance + pièce du parent"),
    _minor("LE", "Livret de famille + pièce du parent", other_codes=("LEP",)),
    _high(
        "eCN",
        "France Identité, e-carte d'identité",
        who="titulaires, et tout moyen eIDAS substantiel ou élevé",
        eidas=_EIDAS,
        source="rule book §8.1 [C: HCD EXI ID 19, FRCORE; P]",
    ),
    _high("IN", "Identité Numérique La Poste", who="titulaires", eidas=_EIDAS),
    _minor(
        "CC",
        "Document de circulation pour étranger mineur",
        who="mineur étranger, document avec photo",
        needs_adult=False,
        fhir=None,
        other_codes=("DC",),
    ),
    _refused("PC", "Permis de conduire", "Ce n'est pas une pièce à haut niveau de confiance."),
    _refused("CM", "Carte militaire", "Ce n'est pas une pièce à haut niveau de confiance."),
    _refused(
        "CV",
        "Carte Vitale seule ou sans photo",
        "Elle ouvre des droits, elle ne prouve pas qui est là.",
    ),
    _refused(
        "AN_SEUL", "Acte de naissance seul", "Sans photo : il faut aussi la pièce d'un parent."
    ),
    _refused(
        "COPIE", "Photo ou copie d'une pièce", "Une copie ne suffit pas : demandez l'original."
    ),
    _refused("SANTE", "Carnet de santé", "Ce n'est pas une pièce d'identité."),
    _refused("MUT", "Carte de mutuelle", "Ce n'est pas une pièce d'identité."),
    _refused("ETU", "Carte d'étudiant", "Ce n'est pas une pièce d'identité."),
    _refused("ORAL", "Simple déclaration orale", "Rien n'a été montré : demandez une pièce."),
    _elsewhere(
        "AV",
        "Application carte Vitale",
        "titulaire et ses ayants droit",
        "Elle qualifie seule, sans INSi : passez par son bouton.",
        "C: FRCORE",
    ),
    _elsewhere(
        "LECV", "Livret de famille + carte Vitale avec photo", "résidents", _EHPAD, "C: ARA; D"
    ),
    _elsewhere(
        "ANCV", "Acte de naissance + carte Vitale avec photo", "résidents", _EHPAD, "C: ARA; D"
    ),
    _elsewhere(
        "ASE",
        "Enfant confié à l'aide sociale à l'enfance",
        "mineur confié",
        "Une liste particulière existe : demandez-la à votre cellule régionale avant de qualifier.",
        "C: ARA that it exists",
    ),
    _elsewhere(
        "TC",
        "Tiers de confiance",
        "structures sous convention",
        "Il demande une convention : il n'est pas utilisé ici.",
        "C: HCD; D",
    ),
)
"""Every device of §8.1 and §8.2, the usual ones first."""

ADULT_DEVICES = ("CN", "PA", "CS", "eCN", "IN")
"""High-trust devices accepted for the parent, guardian or delegate of a minor (§8.1)."""

LONGEST_NAME = 60
_OWN = "NOTE-"


def device(code: str) -> Device | None:
    """The row of `code`, or None when the register does not know it."""
    return next((row for row in DEVICES if row.code == code), None)


def own_device(name: str) -> Device | None:
    """A device of the practitioner's own, without any trust; None when `name` names nothing."""
    label = " ".join(name.split())[:LONGEST_NAME]
    slug = re.sub(r"[^A-Z0-9]+", "-", search_key(label)).strip("-")
    if not slug:
        return None
    return Device(
        code=_OWN + slug,
        label=label,
        refusal="Noté, ne valide jamais.",
        source="rule book §8.3 [C: HCD EXI ID 19; D]",
        own=True,
    )


def register(hidden: Collection[str] = (), added: Iterable[str] = ()) -> tuple[Device, ...]:
    """The register of one desk: `DEVICES` but those of `hidden`, then the names of `added`.

    Nothing here can raise a trust level, whoever wrote the settings: a name added is a row of its
    own, noted and never validating, even when it is that of a document (IV-400).
    """
    rows = {row.code: row for row in DEVICES if row.code not in hidden}
    own = (own_device(name) for name in added)
    return tuple((rows | {row.code: row for row in own if row is not None}).values())


def listed(code: str, hidden: Collection[str] = (), added: Iterable[str] = ()) -> Device | None:
    """The row of `code` in the register of one desk, or None."""
    return next((row for row in register(hidden, added) if row.code == code), None)
