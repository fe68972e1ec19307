"""The identities published with the national test files (insi.md §11): known to be fictitious.

Dates, places and numbers are those of the page. Where it says « not published », the number is
ours: order 000, which is never allotted, and the test OID.
"""

from __future__ import annotations

from insdesk.identity.matricule import expected_key
from insdesk.identity.readings import FormerMatricule
from insdesk.simulator.person import OID_NIA, OID_PRODUCTION, OID_TEST, Person, Shape


def _public(
    handle: str,
    identity: str,
    sex: str,
    birth_date: str,
    birth_place: str | None = "63220",
    number: str = "",
    **facts: object,
) -> Person:
    """One row: `number` is the matricule, a space, its key; none = ours, from order 000."""
    name, given = (part.strip() for part in identity.split(","))
    oid = OID_PRODUCTION
    if not number:
        digits = f"{1 if sex == 'M' else 2}{birth_date[2:4]}{birth_date[5:7]}{'63220'}000"
        number, oid = f"{digits} {expected_key(digits)}", OID_TEST
    matricule, key = number.split(" ")
    known: dict[str, object] = {"number": matricule, "key": key, "oid": oid} | facts
    return Person(
        handle=handle,
        birth_name=name,
        first_names=given,
        sex=sex,
        birth_date=birth_date,
        birth_place=birth_place,
        **known,  # type: ignore[arg-type]  # the facts are checked by the dataclass itself
    )


def _former(
    number: str, key: str, start: str | None = None, end: str | None = None
) -> FormerMatricule:
    return FormerMatricule(
        number=number, key=key, oid=OID_PRODUCTION, start_text=start, end_text=end
    )


PUBLIC_PEOPLE: tuple[Person, ...] = (
    _public("adrun", "ADRUN, ZOE", "F", "1975-12-31", number="2751263220749 74"),
    _public("adrdeux", "ADRDEUX, LAURENT", "M", "1981-01-01", number="1810163220751 40"),
    _public("adrtrois-2a", "ADRTROIS, DOMINIQUE", "F", "1997-02-26", "2A020", "297022A020778 78"),
    _public("adrtrois-2b", "ADRTROIS, TOUSSAINT", "M", "1960-01-01", "2B020", "160012B020777 13"),
    _public(
        "artagnan",
        "D'ARTAGNAN DE L'HERAULT, PIERRE-ALAIN MURIEL FLORIANT",
        "M",
        "2001-06-17",
        number="1010663220754 60",
    ),
    # Two published tests, two dates; the platform was seen to answer its technical fault.
    _public("aeion-25", "D'AEION, COEUR", "M", "1987-01-25", None, fault="insi_102"),
    _public("aeion-01", "D'AEION, COEUR", "M", "1987-01-01", "2B020", fault="insi_102"),
    _public(
        "ecetinsi",
        "ECETINSI, PIERRE-ALAIN MURIEL FLORIANT",
        "M",
        "2009-07-14",
        number="1090763220834 89",
        history=(
            # The published answer really has its end before its start.
            _former("2090763220834", "39", "2019-03-01", "2019-02-28"),
            _former("2090663220123", "55"),
        ),
    ),
    _public(
        "provisoire",
        "PROVISOIRE, MATRICULE",
        "M",
        "2009-07-01",
        number="1090763220888 35",
        oid=OID_NIA,
        shape=Shape.TABBED,
    ),
    _public("de-vinci", "DE VINCI, LEONARDO", "M", "2014-02-01"),
    # Ours: the second person that makes the published question ambiguous without a place.
    _public(
        "de-vinci-autre",
        "DE VINCI, LEONARDO",
        "M",
        "2014-02-01",
        "63999",
        f"1140299999000 {expected_key('1140299999000')}",
        oid=OID_TEST,
    ),
    _public("de-vinci-ruth", "DE VINCI, RUTH", "F", "1976-07-14", None, unknown_to_insi=True),
    _public("tchitchi", "TCHITCHI, CATARINA BELLA", "F", "1936-06-21", number="2360663220836 56"),
    _public(
        "houilles", "HOUILLES, PIERRE PAUL JACQUES", "M", "1993-01-27", None, unknown_to_insi=True
    ),
    _public(
        "corse",
        "CORSE, ANTHONY",
        "M",
        "1980-03-02",
        "2B020",
        "180032B020401 23",
        history=(_former("180032B020401", "23"),),
        shape=Shape.TABBED,
    ),
    _public(
        "hermann",
        "HERMANN, GATIEN",
        "M",
        "1981-03-24",
        number="1810363220456 60",
        history=(_former("1810363220456", "60"), _former("2810363220456", "10")),
        also_asked=("HERMAN",),
        shape=Shape.TABBED,
    ),
    _public(
        "nessi",
        "NESSI, MICHELANGELO ANTHONY",
        "M",
        "2010-08-07",
        number="1100863220830 60",
        insured="2770763220000",
    ),
    _public("nessi-ruth", "NESSI, RUTH", "F", "1977-07-14"),
    # The page knows the given name only; the day is ours, so that a card can carry it.
    _public(
        "nessi-donatello",
        "NESSI, DONATELLO",
        "M",
        "2012-05-05",
        insured="2770763220000",
        unknown_to_insi=True,
    ),
    _public("patb", "PATB-QUATRE, LAURENCE", "F", "1907-05-25", None, unknown_to_insi=True),
    _public("vandermonde", "VANDERMONDE, ARIANA", "F", "1995-06-17", "77284", fault="insi_102"),
)
