"""Each kind of card → who is there (§11) → each act, with the sentence that the user gets."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from desk_fakes import DOCTOR, PIN
from desk_stage import PASSPORT, SIGNED, Stage

from insdesk.cards.reader import QUALIFIERS
from insdesk.errors import Refused
from insdesk.identity.desk_state import CpsState
from insdesk.identity.patient import Status
from insdesk.identity.practitioner import CardKind
from insdesk.identity.readings import Environment
from insdesk.qualification.roles import Act, Role, role_of
from insdesk.ui.texts.rules import refusal_sentence

PRACTITIONER, SECRETARY, NOBODY = Role.PRACTITIONER, Role.SECRETARY, Role.NOBODY

ROLES = {
    (CardKind.CPS, True): PRACTITIONER,
    (CardKind.CPS, False): PRACTITIONER,
    (CardKind.CPE, True): SECRETARY,
    (CardKind.CPE, False): NOBODY,
    (CardKind.CDE, True): NOBODY,
    (CardKind.CDE, False): NOBODY,
    (CardKind.CPF, True): NOBODY,
    (CardKind.CPF, False): NOBODY,
    (CardKind.CPA, True): NOBODY,
    (CardKind.CPA, False): NOBODY,
    (CardKind.CPX, True): NOBODY,
    (CardKind.CPX, False): NOBODY,
}
"""Kind of card, and whether it names its holder."""

WRONG_CARD = "Cette carte professionnelle ne permet pas de qualifier : prenez la CPS."
NOT_GIVEN = (
    "Cet acte n’est pas confié au secrétariat : il se fait avec la CPS du praticien, ou s’accorde "
    "dans les réglages."
)
HIS_OWN = "Cet acte est réservé au praticien : il se fait avec sa propre CPS."

SENTENCES: dict[Act, dict[Role, str]] = {
    Act.SEARCH_CREATE: {},
    Act.CALL_INSI: {NOBODY: WRONG_CARD},
    Act.CHECK_DOCUMENT: {NOBODY: WRONG_CARD},
    Act.ATTEST: {SECRETARY: HIS_OWN, NOBODY: WRONG_CARD},
    Act.SET_ATTRIBUTE: {NOBODY: WRONG_CARD},
    Act.WITHDRAW: {SECRETARY: NOT_GIVEN, NOBODY: WRONG_CARD},
    Act.EXPORT_INS: {SECRETARY: NOT_GIVEN, NOBODY: WRONG_CARD},
}
"""What is said of each act to each role, nothing when it is allowed and nothing was granted."""

EVERY = list(product(ROLES, Act))


def at_the_desk(stage: Stage, kind: CardKind, nominative: bool) -> None:
    """This card is in the reader, its code given. A CPS is that of this desk."""
    stage.cards.holder = replace(DOCTOR, kind=kind, nominative=nominative)
    stage.desk.open_session(PIN)


def test_every_kind_has_its_line() -> None:
    assert {kind for kind, _named in ROLES} == set(CardKind)
    assert set(SENTENCES) == set(Act)
    assert set(QUALIFIERS) == set(CardKind)
    assert QUALIFIERS[CardKind.CDE] == QUALIFIERS[CardKind.CPE] == "CDE-CPE"


@pytest.mark.parametrize(("card", "act"), EVERY)
def test_each_kind_may_do_what_its_role_may(
    card: tuple[CardKind, bool], act: Act, stage: Stage
) -> None:
    kind, nominative = card
    role = ROLES[card]
    at_the_desk(stage, kind, nominative)
    reading = replace(DOCTOR, kind=kind, nominative=nominative)
    assert role_of(reading, CpsState.READY) is role
    said = [refusal_sentence(one) for one in stage.desk.may(act)]
    expected = SENTENCES[act].get(role)
    assert said == ([expected] if expected else [])


@pytest.mark.parametrize("card", ROLES)
def test_a_document_qualifies_by_the_cards_that_may_and_by_no_other(
    card: tuple[CardKind, bool], known: Stage
) -> None:
    run = known.at_comparison()
    at_the_desk(known, *card)
    if ROLES[card] is NOBODY:
        with pytest.raises(Refused, match="IV-303 CARTE_NON_ADMISE"):
            known.desk.qualify(run, PASSPORT)
        return
    qualified = known.desk.qualify(run, PASSPORT).patient
    assert qualified is not None
    assert qualified.status is Status.QUAL


@pytest.mark.parametrize("card", ROLES)
@pytest.mark.parametrize("granted", [(), tuple(act.value for act in Act)])
def test_the_attestation_is_signed_by_a_cps_only(
    card: tuple[CardKind, bool], granted: tuple[str, ...], known: Stage
) -> None:
    run = known.at_comparison()
    known.set(secretary_grants=granted)
    at_the_desk(known, *card)
    if ROLES[card] is not PRACTITIONER:
        refusal = known.refused(run, SIGNED)
        assert (refusal.rule, refusal.reason) == ("X4", "CPS_AUTRE")
        return
    qualified = known.desk.qualify(run, SIGNED).patient
    assert qualified is not None
    assert qualified.status is Status.QUAL


@pytest.mark.parametrize("where", [Environment.ESSAI, Environment.PRODUCTION])
def test_on_a_desk_of_nobody_no_cps_attests_and_a_document_still_qualifies(
    where: Environment, known: Stage
) -> None:
    """X4: any colleague's CPS would otherwise sign there."""
    run = known.at_comparison()
    known.set(owner_national_id="")
    assert known.desk.exception_case(run).missing == ()
    known.desk.environment = where
    [missing] = known.desk.exception_case(run).missing
    assert (missing.rule, missing.reason) == ("X4", "POSTE_SANS_TITULAIRE")
    assert "Configurer mon poste" in refusal_sentence(missing)
    refusal = known.refused(run, SIGNED)
    assert (refusal.rule, refusal.reason) == ("X4", "POSTE_SANS_TITULAIRE")
    if where is Environment.PRODUCTION:  # where this very number, of test, qualifies nobody
        assert known.refused(run, PASSPORT).reason == "ENVIRONNEMENT"
        return
    qualified = known.desk.qualify(run, PASSPORT).patient
    assert qualified is not None
    assert qualified.status is Status.QUAL


def test_saying_whose_desk_it_is_opens_the_attestation(known: Stage) -> None:
    run = known.at_comparison()
    known.set(owner_national_id="")
    known.desk.environment = Environment.ESSAI
    known.set(owner_national_id=DOCTOR.national_id)
    assert known.desk.exception_case(run).missing == ()
