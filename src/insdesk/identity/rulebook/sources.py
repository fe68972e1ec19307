"""Where the rules were read: public texts, in words a referent can find them by.

Several official texts could only be read through what others wrote about them: `reported` then
says through whom.
"""

from __future__ import annotations

from typing import Final

RNIV1: Final = "RNIV 1 v2.0 (décembre 2024)"
GUIDE: Final = "Guide d’implémentation de l’INS v3"
NOTE: Final = "Note de l’Assurance Maladie, juin 2023"
PHARMACY: Final = "ANS, dépliant INS pour les officines (esante.gouv.fr/segur/officine)"
FR_CORE: Final = "HL7 FR Core 2.2.0 (Interop’Santé)"
MOS: Final = "ANS, Modèle des objets de santé, PersonnePriseCharge"
SCHEMAS: Final = "Schémas publics du téléservice INSi (WSDL et XSD)"
ESANTE: Final = "esante.gouv.fr, foire aux questions INS"
BRITTANY: Final = "esante-bretagne.fr, La gestion de l’INS"
GUYANA: Final = "gcsguyasis.fr, Téléservice INSi"
PRIMARY: Final = "identito-na.fr, identification primaire"
DEVICES: Final = "identito-na.fr, dispositifs d’identification"
AQUITAINE: Final = "identito-na.fr, foire aux questions"
RHONE: Final = "sante-ara.fr, modifications 2024 des référentiels"
FIELD: Final = "Étude Ophtao des appels INSi, juillet 2026"
VENDOR: Final = "usage constaté dans des logiciels publics (Mediboard, candy-demo)"


def rniv(requirement: str, through: str = FR_CORE) -> str:
    """A requirement of RNIV 1, as `through` reports it."""
    return f"RNIV 1, {requirement}, d’après {through}"


def guide(requirement: str) -> str:
    """A requirement of the Guide v3, as the public code healthcare-domain reports it."""
    return f"{GUIDE}, {requirement}, d’après healthcare-domain (GitHub)"


def lexical(paragraph: str) -> str:
    """A paragraph of the lexical specification, as healthcare-domain reports it."""
    return f"SEL-MP-043 v05.00.01, {paragraph}, d’après healthcare-domain (GitHub)"


def fr_core_issue(number: int) -> str:
    """A discussion of the authors of FR Core."""
    return f"FR Core (Interop’Santé), demande n° {number} sur GitHub"


def medical_devices(requirement: str) -> str:
    """A requirement of the reference for medical devices, as public working notes report it."""
    return f"Référentiel DMN v1.2.2 de l’ANS, {requirement}, d’après des notes publiques"


def segur(scenario: str) -> str:
    """A test scenario of the Ségur programme, as public compliance grids report it."""
    return f"Ségur, {scenario}, d’après des grilles publiques de conformité"
