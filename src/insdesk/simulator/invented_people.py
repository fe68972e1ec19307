"""People of ours, visibly fictitious, one for each situation of the journeys (ux.md §5).

Their numbers are formally valid and belong to nobody: place digits that are not attributed.
"""

from __future__ import annotations

from insdesk.simulator.person import OID_NIA, OID_PRODUCTION, Person, Shape, invented

_CAMILLE = "2840399999042"
_SOLENE = "2870299999051"

JOURNEYS: tuple[Person, ...] = (
    # J1: alone on her card, which carries her birth name; she is called by another one.
    invented(
        "j1",
        "DURANVAL, MARIE LOUISE JEANNE",
        "F",
        "1985-03-12",
        "69383",
        order=17,
        used_name="MERIDON",
        shape=Shape.TYPED,
    ),
    # J2: already in the base for years, provisional.
    invented("j2", "DOSTREVAL, GERMAIN PAUL", "M", "1983-09-14", "63999", order=23),
    # J3: the family of the byte dump (cards.md §1.6); the last two are twins.
    invented("j3", "DUPRE-FICTIF, CAMILLE ROSE", "F", "1984-03-17", "63999", order=42),
    invented(
        "j3-noe",
        "DUPRE-FICTIF, NOE MARTIN",
        "M",
        "2011-09-05",
        "63999",
        order=107,
        insured=_CAMILLE,
    ),
    invented(
        "j3-lise", "DUPRE-FICTIF, LISE ANNE", "F", "2015-06-12", "63999", order=31, insured=_CAMILLE
    ),
    invented(
        "j3-mae",
        "DUPRE-FICTIF, MAE JULIE",
        "F",
        "2015-06-12",
        "63999",
        order=32,
        insured=_CAMILLE,
        twin_rank=2,
        shape=Shape.TYPED,
    ),
    # J4: found by traits; has no card here.
    invented("j4", "TESTINI, AUGUSTIN LEON", "M", "1972-11-05", "63999", order=12),
    # J5 and G2: INSi knows the birth name only, her card carries the married one.
    invented(
        "j5",
        "TILLEUL, ELODIE MARTHE ROSE",
        "F",
        "1978-03-09",
        "63999",
        order=64,
        used_name="GARANCEAU",
        card_name="GARANCEAU",
        shape=Shape.PREFIXED,
    ),
)

SITUATIONS: tuple[Person, ...] = (
    # Hyphens at INSi, spaces on the card and in the base.
    invented(
        "tirets",
        "PONTVERT-SABLE, JEAN-BAPTISTIN LUC",
        "M",
        "1969-05-21",
        "63113",
        order=88,
        card_name="PONTVERT SABLE",
        card_first_name="JEAN BAPTISTIN",
        shape=Shape.PREFIXED,
    ),
    # Accents on the card, as Latin-1 bytes.
    invented(
        "accents",
        "D'ORVELLE, JEAN-NOEL",
        "M",
        "1985-06-17",
        "13055",
        order=71,
        card_name="d'Orvellé",
        card_first_name="Jean-Noël",
    ),
    invented("sans-lieu", "SANLIEU-FICTIF, OMER", "M", "1961-02-08", None, order=5),
    # A date that no calendar has; the card says the same.
    invented(
        "date-incomplete", "DEBELKA, HAFSA", "F", "1952-00-00", "99352", order=31, shape=Shape.TYPED
    ),
    # Waiting for a NIR: only the OID says so, so it cannot be the test one.
    invented(
        "nia",
        "DARVANEN, MIKA",
        "M",
        "2002-08-19",
        "99139",
        order=44,
        oid=OID_NIA,
        number="8020899999044",
        key="20",
    ),
    invented(
        "corse-inventee",
        "DACASTEL, VANNINA",
        "F",
        "1999-04-30",
        "2B033",
        order=21,
        place_digits="2B999",
    ),
    invented("etranger", "EXEMPLE, OLGA IRINA", "F", "1958-07-23", "99123", order=9),
    # Fifteen characters where thirteen are expected.
    invented(
        "matricule-incoherent",
        "BROUILLON-FICTIF, MAXENCE",
        "M",
        "1990-10-10",
        "63999",
        order=3,
        number="190109999900311",
        key="11",
        card_number="190109999900311",
    ),
    # The optional key left out.
    invented("sans-cle", "CLEFICTIVE, NORA", "F", "1994-12-02", "63999", order=6, key=None),
    # An OID that circulates on the web and means nothing (insi.md §5.3).
    invented(
        "oid-inconnu",
        "OIDEFICTIF, PAUL",
        "M",
        "1988-01-19",
        "63999",
        order=14,
        oid="1.2.250.1.213.1.4.5",
    ),
    # Called by the second given name, which her card carries (C19).
    invented(
        "second-prenom",
        "FICTIF, MARIE ODILE",
        "F",
        "1966-08-30",
        "63999",
        order=27,
        card_first_name="ODILE",
    ),
    invented(
        "desordre",
        "MELIMELO-FICTIF, LUCE",
        "F",
        "1981-04-04",
        "63999",
        order=2,
        shape=Shape.SHUFFLED,
    ),
    # The production OID on an invented person, as the qualification platform answers.
    invented(
        "oid-production",
        "PLATEFORME-FICTIVE, ANNE",
        "F",
        "1979-09-09",
        "63999",
        order=1,
        oid=OID_PRODUCTION,
    ),
    # Her card carries a number that is not hers (guard X9).
    invented(
        "nss-autre",
        "NUMERETTE-FICTIVE, ALINE",
        "F",
        "1992-05-16",
        "63999",
        order=36,
        card_number="192019999901152",
        insured="1920199999011",
    ),
    # A parent and a child under the parent's number: the child's own is not on the card.
    invented("parent", "LEROC-FICTIF, SOLENE", "F", "1987-02-11", "63999", order=51),
    invented(
        "enfant",
        "LEROC-FICTIF, TOM ELIE",
        "M",
        "2017-10-28",
        "63999",
        order=52,
        insured=_SOLENE,
        card_number="287029999905129",
    ),
    # Comes back, already qualified (J11).
    invented("deja-qualifiee", "DELANDE, AIMEE ROSE", "F", "1947-01-23", "63999", order=19),
)

REGULARS: tuple[Person, ...] = (
    invented("base-01", "DAVERDIN, LOU-ANNE CAMILLE", "F", "2011-02-07", "63999", order=61),
    invented("base-02", "VASTEL-EXEMPLE, ROMAIN", "M", "1954-06-03", "63999", order=62),
    invented("base-03", "OMBREVAL-FICTIF, INES SARAH", "F", "2003-11-25", "63999", order=63),
    invented("base-04", "QUINTEFEUILLE-FICTIVE, ROSE", "F", "1938-08-14", "63999", order=65),
    invented("base-05", "BELLETESTE-FICTIF, HUGO", "M", "1996-01-30", "63999", order=66),
    invented("base-06", "MARELUNE-EXEMPLE, SOFIA", "F", "1971-12-12", "99134", order=67),
    invented("base-07", "TESTINI, CLARA EVE", "F", "1975-02-18", "63999", order=68),
    invented("base-08", "FICTIF, BASILE", "M", "1949-10-01", "63999", order=69),
    # Her record holds her mother's number: the pre-check says so (A06).
    invented("base-09", "MIRANTEL-FICTIF, ZELIE", "F", "2014-05-19", "63999", order=74),
    # Her used name was typed in both fields (A05).
    invented("base-10", "CORVALLE-FICTIVE, EDITH", "F", "1959-11-08", "63999", order=75),
    # Born before Corse-du-Sud and Haute-Corse had codes of their own (A10).
    invented("base-11", "DACASTEL-EXEMPLE, TOUSSAINT", "M", "1951-03-14", "20033", order=76),
    # Her record and her card both carry her used name; INSi knows the birth name (J6).
    invented(
        "base-12",
        "ORMESSEL-FICTIF, CLEMENCE ADELE",
        "F",
        "1968-10-02",
        "63999",
        order=77,
        card_name="LAVOISIN-EXEMPLE",
    ),
    # Two people whom only one digit of the date tells apart.
    invented("homonyme-1", "JUMELLET-FICTIF, LOUISE", "F", "1990-04-12", "63999", order=72),
    invented("homonyme-2", "JUMELLET-FICTIF, LOUISE", "F", "1990-04-22", "63999", order=73),
)

INVENTED_PEOPLE: tuple[Person, ...] = JOURNEYS + SITUATIONS + REGULARS
