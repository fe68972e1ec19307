"""Words of the settings that calls to INSi need: labels, hints, and why a value cannot serve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWords:
    """One setting. `files` is the filter of the file chooser, empty when it names no file."""

    setting: str
    label: str
    hint: str
    usual: str = ""
    """What an empty field means."""
    files: str = ""
    capitals: bool = False
    at_once: bool = False
    """Whether the next call takes it, without a new start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """A group of settings."""

    name: str
    title: str
    why: str
    fields: tuple[FieldWords, ...]


ANY_FILE = "Tous les fichiers (*)"
ACCESS = CardWords(
    name="settings_access",
    title="Accès à INSi",
    why="Ces réglages servent aux appels réels.",
    fields=(
        FieldWords(
            setting="insi_ca_bundle",
            label="Autorités de confiance",
            hint="Fichier PEM des autorités IGC-Santé. Sans lui, aucun serveur n’est reconnu et "
            "rien n’est envoyé.",
            files=f"Certificats (*.pem *.crt *.cer);;{ANY_FILE}",
        ),
        FieldWords(
            setting="software_idam",
            label="Numéro d’autorisation du logiciel",
            hint="Il vient avec l’autorisation du logiciel. Sans lui, INSi refuse l’accès.",
        ),
        FieldWords(
            setting="insi_address",
            label="Adresse d’INSi",
            hint="À remplir seulement si une autre adresse vous a été donnée.",
            usual="adresse habituelle",
        ),
        FieldWords(
            setting="proxy",
            label="Serveur intermédiaire (proxy)",
            hint="Adresse et port, par exemple 10.0.0.1:3128.",
            usual="celui de l’ordinateur",
        ),
    ),
)
PRACTICE = CardWords(
    name="settings_practice",
    title="CPS et facturation",
    why="INSi demande ces valeurs avec la signature de votre carte. Ce que la carte dit "
    "elle-même n’a pas à être rempli.",
    fields=(
        FieldWords(
            setting="billing_id",
            label="Identifiant de facturation",
            hint="Neuf chiffres, sur les documents de votre caisse.",
            at_once=True,
        ),
        FieldWords(
            setting="speciality",
            label="Code de spécialité",
            hint="SM et deux chiffres pour un médecin, par exemple SM26 ; SCD, SI ou PAC pour "
            "d’autres professions.",
            usual="celui de la carte",
            capitals=True,
            at_once=True,
        ),
        FieldWords(
            setting="sector",
            label="Secteur d’activité",
            hint="SA et deux chiffres, par exemple SA07.",
            usual="celui de la carte",
            capitals=True,
            at_once=True,
        ),
        FieldWords(
            setting="cps_library",
            label="Composant de la CPS",
            hint="Bibliothèque PKCS#11 de la carte, si elle n’est pas à sa place habituelle.",
            usual="place habituelle",
            files=f"Bibliothèques (*.dll *.so *.dylib);;{ANY_FILE}",
        ),
    ),
)
ORGANISATION = CardWords(
    name="settings_organisation",
    title="Certificat de la structure",
    why="Sans CPS, il permet de chercher dans INSi par les traits, et rien de plus : ni recherche "
    "par carte Vitale, ni procédure d’exception. Son mot de passe est demandé une fois par "
    "session et n’est jamais gardé.",
    fields=(
        FieldWords(
            setting="organisation_certificate",
            label="Fichier du certificat",
            hint="Fichier .p12 ou .pfx, lu où il se trouve. Sa date de fin se voit une fois le mot "
            "de passe donné.",
            files=f"Certificats (*.p12 *.pfx);;{ANY_FILE}",
        ),
        FieldWords(
            setting="organisation_address",
            label="Adresse d’INSi pour ce certificat",
            hint="À remplir seulement si une autre adresse vous a été donnée.",
            usual="adresse habituelle",
        ),
    ),
)
CARDS = (ACCESS, PRACTICE, ORGANISATION)

KEPT = "Enregistré : pris en compte au prochain démarrage d’insdesk."
KEPT_NOW = "Enregistré : pris en compte au prochain appel."
DISCOVERY = "En mode découverte, rien ne part vers INSi : ces réglages ne s’y remplissent pas."

PROBLEMS: Mapping[str, str] = {
    "ADRESSE": "Ce n’est pas une adresse sûre : elle commence par « https:// ».",
    "PROXY": "Il faut une adresse et un port, par exemple 10.0.0.1:3128.",
    "PROXY_SECRET": "Sans nom ni mot de passe : ils seraient écrits en clair sur ce poste.",
    "AUTORISATION": "Ce numéro ne porte que des lettres et des chiffres.",
    "NEUF_CHIFFRES": "Cet identifiant a neuf chiffres.",
    "SECTEUR": "Ce code s’écrit SA puis deux chiffres.",
    "SPECIALITE": "Ce code s’écrit en lettres puis deux chiffres, par exemple SM26.",
    "FICHIER_ABSENT": "Ce fichier n’existe pas, ou ne peut pas être lu.",
    "PAS_PEM": "Ce fichier ne porte pas de certificat au format PEM.",
    "PAS_PKCS12": "Ce fichier n’est pas un certificat avec sa clé (.p12 ou .pfx).",
}
"""Why a value is not kept, by code; the value in force stays."""
