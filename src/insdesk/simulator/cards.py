"""The fictitious cards one can put in the Vitale slot, by name: people, and what goes wrong.

`VITALES` is the catalogue of the demo, `HOSTILE_VITALES` the contents a reader must survive
(cards.md §1.6). `SimulatedReaders`, in `readers`, is the desk they are put in.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from insdesk.simulator.chip import (
    ATR_CPS4,
    ATR_UNKNOWN,
    ATR_VITALE,
    ATR_VITALE_1,
    USUAL,
    Chip,
    Manners,
)
from insdesk.simulator.people import person
from insdesk.simulator.person import Person
from insdesk.simulator.vitale_image import (
    Files,
    identities_of,
    identity,
    number,
    numbers_of,
    vitale_files,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitale:
    """A card that can be inserted: its files, its ATR, and a French label without a trait."""

    name: str
    label: str
    files: Files = field(repr=False)
    atr: bytes = ATR_VITALE
    manners: Manners = USUAL

    def chip(self, manners: Manners | None = None) -> Chip:
        """The card as it comes out of the pocket, with its own manners unless told otherwise."""
        return Chip(files=self.files, atr=self.atr, manners=manners or self.manners)


def vitale_of(name: str, label: str, *people: Person) -> Vitale:
    """A card of these people, in this order."""
    return Vitale(
        name=name, label=label, files=vitale_files(identities_of(people), numbers_of(people))
    )


def _catalogue(cards: Sequence[Vitale]) -> Mapping[str, Vitale]:
    return {card.name: card for card in cards}


def _of(name: str, label: str, *handles: str) -> Vitale:
    return vitale_of(name, label, *(person(handle) for handle in handles))


FAMILY = ("j3", "j3-noe", "j3-lise", "j3-mae")
"""The handles of the family of the byte dump, in its order."""

VITALES: Mapping[str, Vitale] = _catalogue(
    (
        _of("j1", "Une assurée seule sur sa carte", "j1"),
        _of("j2", "Un patient suivi depuis des années", "j2"),
        _of("j3", "Une assurée et trois enfants, dont des jumelles", *FAMILY),
        _of("j5", "Une carte au nom utilisé, non au nom de naissance", "j5"),
        _of("nom-du-dossier", "Le même nom utilisé, sur la carte et au dossier", "base-12"),
        _of("parent", "Une assurée et son enfant, sous le numéro de l'assurée", "parent", "enfant"),
        _of("tirets", "Des espaces là où INSi a des tirets", "tirets"),
        _of("accents", "Des accents sur la carte", "accents"),
        _of("second-prenom", "Le deuxième prénom sur la carte", "second-prenom"),
        _of("sans-lieu", "INSi ne donne pas le lieu de naissance", "sans-lieu"),
        _of("date-incomplete", "Une date de naissance incomplète", "date-incomplete"),
        _of("nia", "Un numéro d'identification d'attente", "nia"),
        _of("corse", "Une naissance en Corse", "corse-inventee"),
        _of("etranger", "Une naissance à l'étranger", "etranger"),
        _of("deja-qualifiee", "Une patiente déjà qualifiée", "deja-qualifiee"),
        _of("nss-autre", "Un numéro qui n'est pas celui de la personne", "nss-autre"),
        _of(
            "matricule-incoherent",
            "INSi répond un matricule de 15 caractères",
            "matricule-incoherent",
        ),
        _of("sans-cle", "INSi ne donne pas la clé", "sans-cle"),
        _of("oid-inconnu", "INSi répond un OID inconnu", "oid-inconnu"),
        _of("desordre", "INSi répond dans un autre ordre", "desordre"),
        _of("adrun", "Identité de test publique", "adrun"),
        _of("ecetinsi", "Identité de test publique, avec historique", "ecetinsi"),
        _of("provisoire", "Identité de test publique, NIA", "provisoire"),
        _of("adrtrois-2b", "Identité de test publique, Corse", "adrtrois-2b"),
        _of("nessi", "Famille de test publique", "nessi-ruth", "nessi", "nessi-donatello"),
        _of("houilles", "Identité de test publique, inconnue d'INSi", "houilles"),
    )
)

_J1, _J2 = person("j1"), person("j2")
_ONE, _ITS_NUMBER = identities_of([_J1]), numbers_of([_J1])
_NAME, _GIVEN, _BORN = _J1.on_card


def _hostile(name: str, label: str, identities: bytes, numbers: bytes = _ITS_NUMBER) -> Vitale:
    return Vitale(name=name, label=label, files=vitale_files(identities, numbers))


def _raw(name: str, label: str, content: bytes) -> Vitale:
    """A card whose file of identities is exactly `content`, without padding."""
    files = vitale_files(b"", _ITS_NUMBER)
    return Vitale(name=name, label=label, files=files | {"MF": {0x2F02: content}})


def _born(text: str) -> bytes:
    return identity(_NAME, _GIVEN, text)


def _crowd() -> tuple[Person, ...]:
    handles = ("j1", "j2", *FAMILY, "parent", "enfant", "etranger", "accents", "base-02", "base-03")
    return tuple(person(handle) for handle in handles)


_OTHER_CARD: Files = {"MF": {0xD003: bytes(12)}}
"""A card that is no Vitale: SELECT MF answers, its file of identities does not exist."""

HOSTILE_VITALES: Mapping[str, Vitale] = _catalogue(
    (
        _hostile("lunaire", "date lunaire", _born("20150000")),
        _hostile("date-impossible", "29 février d'une année ordinaire", _born("20190229")),
        _hostile("date-courte", "date de six chiffres", _born("850312")),
        _hostile("sans-numero", "personne sans numéro", _ONE, number("")),
        _hostile(
            "comptes-differents",
            "trois identités, quatre numéros",
            identities_of([person(handle) for handle in FAMILY[:3]]),
            numbers_of([person(handle) for handle in FAMILY]),
        ),
        _hostile("cle-fausse", "clé fausse", _ONE, number(_J1.number + "00")),
        _hostile(
            "numero-provisoire", "numéro provisoire agricole", _ONE, number("555555000000142")
        ),
        _hostile("nom-long", "nom de 300 octets", identity("A" * 300, _GIVEN, _BORN)),
        _hostile("nom-vide", "nom vide", identity("", _GIVEN, _BORN)),
        _hostile("latin-1", "lettres Latin-1", identity("FRANÇOISEË-FICTIVE", "ZOË", _BORN)),
        _hostile(
            "commandes", "caractères de commande", identity("FIC\x1b[2JTIF\x00", _GIVEN, _BORN)
        ),
        _raw("vide", "fichier vide", b"\x00" * 400),
        _raw("vide-04", "fichier vide, autre forme", b"\x04\x00" + b"\x00" * 398),
        _raw("coupe", "fichier coupé à 50 octets", identities_of([_J1, _J2])[:50]),
        _raw("longueur", "longueur au-delà de la fin", b"\x65\x82\xff\xff" + _ONE[2:]),
        _raw("indefinie", "longueur indéfinie", b"\x65\x80" + _ONE[2:] + b"\x00\x00"),
        # Always the same bytes: a failure can be replayed.
        _raw("hasard", "400 octets au hasard", random.Random(1984).randbytes(400)),  # noqa: S311
        vitale_of("douze", "douze personnes", *_crowd()),
        Vitale(name="ancienne", label="Vitale 1", files={}, atr=ATR_VITALE_1),
        Vitale(name="atr-inconnu", label="ATR inconnu", files=VITALES["j1"].files, atr=ATR_UNKNOWN),
        Vitale(name="autre-carte", label="autre carte à puce", files=_OTHER_CARD, atr=ATR_UNKNOWN),
        Vitale(name="cps", label="CPS dans la fente Vitale", files=_OTHER_CARD, atr=ATR_CPS4),
        Vitale(
            name="protegee",
            label="zone protégée",
            files=VITALES["j1"].files,
            manners=Manners(refuse=0x6982),
        ),
        Vitale(
            name="muette",
            label="puce qui ne répond pas",
            files=VITALES["j1"].files,
            manners=Manners(mute_after=0),
        ),
    )
)


def vitale(name: str) -> Vitale:
    """The card of this name in either catalogue; raises `KeyError`."""
    return VITALES[name] if name in VITALES else HOSTILE_VITALES[name]
