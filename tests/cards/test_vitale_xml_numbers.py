"""The two numbers of one person: his own and that of his rights, never somebody else's."""

from __future__ import annotations

import pytest

from insdesk.cards.vitale_xml import read_xml
from insdesk.errors import CardUnreadable, CardWithoutNumber
from insdesk.identity.readings import VitaleReading
from insdesk.insi.question import VitaleQuestion

OWN, RIGHTS, OTHER = "216010199900078", "285019999900065", "184039999904257"
BAD_OWN, BAD_RIGHTS = f"{OWN[:13]}00", f"{RIGHTS[:13]}00"
PLACES = ["ident", "amo"]


def certified(number: str) -> str:
    return f"<nirCertifie>{number}</nirCertifie>"


def rights(number: str) -> str:
    return f"<nir>{number}</nir>"


def person(ident: str = "", amo: str = "", first: str = "MAUD", name: str = "FICTIF") -> str:
    return (
        f"<T_AsnBeneficiaire><ident><nomPatronymique>{name}</nomPatronymique>"
        f"<prenomUsuel>{first}</prenomUsuel><naissance><date>20160112</date></naissance>{ident}"
        f"</ident><amo>{amo}</amo></T_AsnBeneficiaire>"
    )


def answer(*persons: str) -> VitaleReading:
    return read_xml(f"<lecture><listeBenef>{''.join(persons)}</listeBenef></lecture>".encode())


def read(place: str, own: str = "", number: str = "", *before: str) -> VitaleReading:
    """The last person has `own` and `number` at that place of `nir`."""
    inside = {"ident": "", "amo": "", place: rights(number) if number else ""}
    inside["ident"] += certified(own) if own else ""
    return answer(*before, person(**inside))


def sent(reading: VitaleReading, at: int = -1) -> tuple[str | None, str]:
    """`MatriculeIndividu` and `MatriculeOD`, of the reading as it stays once he is chosen."""
    holder = reading.persons[at]
    question = VitaleQuestion.about(holder, reading.about(holder))
    insured = {"Id": {"Num": question.insured_number}}
    assert question.cover["ASSURE"] == insured
    assert question.body["MatriculeOD"] == {"NumIdentifiant": question.insured_number}
    return question.own_number, question.insured_number


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("own", "number", "individual", "insured"),
    [
        (OWN, RIGHTS, OWN, RIGHTS),
        (OWN, OWN, OWN, OWN),
        ("", RIGHTS, None, RIGHTS),
        (OWN, BAD_RIGHTS, OWN, OWN),
        (BAD_OWN, RIGHTS, None, RIGHTS),
    ],
    ids=["different", "equal", "rights only", "wrong key of the rights", "wrong key of his own"],
)
def test_each_number_goes_to_its_element(
    place: str, own: str, number: str, individual: str | None, insured: str
) -> None:
    wanted = individual[:13] if individual else None, insured[:13]
    assert sent(read(place, own, number)) == wanted


def test_his_own_only_is_both() -> None:
    assert sent(read("ident", OWN)) == (OWN[:13], OWN[:13])


@pytest.mark.parametrize("place", PLACES)
def test_his_rights_are_not_those_of_the_first_of_the_card(place: str) -> None:
    """The defect: the insured was guessed from the first person, and the number given lost."""
    first = person(ident=certified(OTHER), first="CAMILLE", name="AUTRE")
    reading = read(place, OWN, RIGHTS, first)
    assert sent(reading) == (OWN[:13], RIGHTS[:13])
    assert sent(read(place, "", RIGHTS, first)) == (None, RIGHTS[:13])


@pytest.mark.parametrize("place", PLACES)
def test_the_card_s_number_stays_what_it_was(place: str) -> None:
    [one] = read(place, OWN, RIGHTS).persons
    assert (one.number, one.number_is_own) == (OWN, True)
    [one] = read(place, "", RIGHTS).persons
    assert (one.number, one.number_is_own) == (RIGHTS, False)


def test_both_places_at_once_are_told_apart_by_the_block_of_the_rights() -> None:
    [one] = answer(person(rights(OWN), rights(RIGHTS))).persons
    assert (one.number, one.number_is_own, one.insured_number) == (OWN, False, RIGHTS)


def test_without_any_number_the_rights_of_the_card_are_asked() -> None:
    parent = person(certified(OTHER), rights(RIGHTS), first="CAMILLE")
    assert sent(answer(parent, person(first="NOE"))) == (None, RIGHTS[:13])
    assert sent(answer(person(first="NOE"), parent), 0) == (None, RIGHTS[:13])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("own", "number"), [("", BAD_RIGHTS), (BAD_OWN, BAD_RIGHTS)])
def test_a_number_with_a_wrong_key_is_never_sent(place: str, own: str, number: str) -> None:
    reading = read(place, own, number, person(certified(OTHER)))
    assert "CLE_FAUSSE" in reading.warnings
    with pytest.raises(CardWithoutNumber):
        sent(reading)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("own", "number"), [(OWN, BAD_RIGHTS), (BAD_OWN, RIGHTS)])
def test_a_wrong_key_of_either_is_said(place: str, own: str, number: str) -> None:
    assert read(place, own, number).warnings == ("CLE_FAUSSE",)


def test_a_provisional_number_serves_nobody() -> None:
    reading = read("amo", "", "555555199900012")
    assert reading.warnings == ("NUMERO_PROVISOIRE",)
    assert (reading.persons[0].number, reading.persons[0].insured_number) == (None, None)


@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_the_others_is_left_once_one_is_chosen(place: str) -> None:
    camille = person(certified(OTHER), rights(RIGHTS), first="CAMILLE")
    lou = person(certified(OWN), rights(RIGHTS), first="LOU")
    reading = read(place, OWN, RIGHTS, camille, lou)
    kept = reading.about(reading.persons[2])
    for other in kept.persons[:2]:
        assert (other.name_text, other.first_name_text, other.birth_text) == ("", "", "")
    assert kept.persons[1].number is None
    assert kept.persons[1].insured_number is None
    assert kept.persons[2] == reading.persons[2]


# --- who is who --------------------------------------------------------------------------------


def test_a_person_inside_another_lends_it_nothing() -> None:
    inner = person(certified(OWN), first="NOE", name="DEDANS")
    outer = person(first="CAMILLE", name="DEHORS").replace("<amo>", f"<amo>{inner}")
    reading = answer(outer)
    assert [(one.name_text, one.first_name_text, one.number) for one in reading.persons] == [
        ("DEHORS", "CAMILLE", None),
        ("DEDANS", "NOE", OWN),
    ]


def test_a_person_made_of_another_only_is_nobody() -> None:
    with pytest.raises(CardUnreadable):
        answer(f"<T_AsnBeneficiaire>{person()}</T_AsnBeneficiaire>")


@pytest.mark.parametrize(
    "second",
    [
        "<nomPatronymique>AUTRE</nomPatronymique>",
        "<prenomUsuel>NOE</prenomUsuel>",
        "<naissance><date>20150612</date></naissance>",
        f"<nirCertifie>{OTHER}</nirCertifie>",
        "<naissance><dateEnCarte>150612</dateEnCarte></naissance>",
    ],
)
def test_two_identities_in_one_person_are_nobody(second: str) -> None:
    with pytest.raises(CardUnreadable):
        answer(person(certified(OWN)).replace("<amo>", f"<ident>{second}</ident><amo>"))


def test_the_same_identity_twice_is_one() -> None:
    twice = person().replace("<amo>", "<ident><prenomUsuel>MAUD</prenomUsuel></ident><amo>")
    assert [one.first_name_text for one in answer(twice).persons] == ["MAUD"]


def test_a_comment_does_not_cut_a_name() -> None:
    [one] = answer(person(name="FIC<!-- x -->TIF")).persons
    assert one.name_text == "FICTIF"


def test_thirty_people_keep_their_place() -> None:
    firsts = [f"PRENOM-{chr(65 + at % 26)}{chr(65 + at // 26)}" for at in range(30)]
    reading = answer(*(person(first=one) for one in firsts))
    assert [one.first_name_text for one in reading.persons] == firsts
    assert [one.position for one in reading.persons] == list(range(1, 31))


def test_a_crowd_is_no_family() -> None:
    assert len(answer(*[person()] * 99).persons) == 99
    with pytest.raises(CardUnreadable):
        answer(*[person()] * 100)


def test_a_name_without_end_is_cut_and_said() -> None:
    reading = answer(person(name="A" * 300))
    assert (len(reading.persons[0].name_text), reading.warnings) == (80, ("NOM_TRONQUE",))


@pytest.mark.parametrize(
    "whole",
    [
        '<a:r xmlns:a="urn:a"><a:T_AsnBeneficiaire><a:ident><a:nomPatronymique>FICTIF'
        "</a:nomPatronymique></a:ident></a:T_AsnBeneficiaire></a:r>",
        '<r xmlns:a="urn:a"><a:T_AsnBeneficiaire><ident xmlns="urn:b"><nomPatronymique>FICTIF'
        "</nomPatronymique></ident></a:T_AsnBeneficiaire></r>",
        "<T_AsnBeneficiaire><ident><nomPatronymique>FICTIF</nomPatronymique></ident>"
        "</T_AsnBeneficiaire>",
    ],
)
def test_any_namespace_and_the_person_as_root(whole: str) -> None:
    assert [one.name_text for one in read_xml(whole.encode()).persons] == ["FICTIF"]


# --- the name in use ---------------------------------------------------------------------------


def test_a_name_in_use_is_never_sent_as_the_birth_name() -> None:
    used = person(certified(OWN)).replace("nomPatronymique", "nomUsuel")
    reading = answer(used, person(certified(OTHER), first="NOE"))
    assert reading.warnings == ("NOM_UTILISE",)
    first, second = reading.persons
    assert (first.name_text, first.name_is_used, second.name_is_used) == ("FICTIF", True, False)
    assert VitaleQuestion.about(first, reading).birth_name is None
    assert VitaleQuestion.about(second, reading).birth_name == "FICTIF"
    assert reading.about(first).warnings == ("NOM_UTILISE",)
    assert reading.about(second).warnings == ()
