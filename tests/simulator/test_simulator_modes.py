"""INSi told to be slow, silent or broken; the shapes of its answers."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from lxml import etree

from insdesk.errors import (
    InsiAccessDenied,
    InsiError,
    InsiFault,
    InsiGarbled,
    InsiSilent,
    InsiUnavailable,
    InsiUnreachable,
    InsiUntrusted,
)
from insdesk.identity.readings import Found
from insdesk.identity.traits import Traits
from insdesk.insi.answer import read
from insdesk.insi.client import InsiClient
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.messages import (
    FAULTS,
    code_answer,
    fault_answer,
    fault_of,
    identity_answer,
    report_answer,
)
from insdesk.simulator.people import PEOPLE, person
from insdesk.simulator.person import Person, Shape
from insdesk.simulator.search import Report
from insdesk.simulator.trouble import Mode

LONG = 10.0

TRAITS = Traits.from_text(
    birth_name="ADRUN",
    first_name="ZOE",
    first_names=None,
    birth_date="1975-12-31",
    sex="F",
    birth_place=None,
)

FAILURES: dict[Mode, type[InsiError]] = {
    Mode.SILENT: InsiSilent,
    Mode.UNREACHABLE: InsiUnreachable,
    Mode.REDIRECT: InsiUntrusted,
    Mode.ERROR: InsiUnavailable,
    Mode.UNAVAILABLE: InsiUnavailable,
    Mode.HTML: InsiGarbled,
    Mode.EMPTY: InsiGarbled,
    Mode.TRUNCATED: InsiGarbled,
    Mode.CUT: InsiGarbled,
    Mode.ENTITIES: InsiGarbled,
    Mode.UNKNOWN_CODE: InsiFault,
    Mode.UNKNOWN_FAULT: InsiFault,
    Mode.FAULT: InsiUnavailable,
}


@pytest.mark.parametrize("mode", FAILURES)
def test_each_trouble_is_a_named_failure_and_goes_away(
    client: InsiClient, insi: SimulatedInsi, mode: Mode
) -> None:
    insi.play(mode, times=1)
    with pytest.raises(FAILURES[mode]):
        client.search_by_traits(TRAITS)
    assert isinstance(client.search_by_traits(TRAITS), Found)


def test_no_mode_is_left_untested() -> None:
    assert set(Mode) == FAILURES.keys() | {Mode.NORMAL, Mode.SLOW, Mode.INCOHERENT}


def test_incoherent_is_an_answer_that_cannot_be_used(
    client: InsiClient, insi: SimulatedInsi
) -> None:
    insi.play("incoherent")
    answer = client.search_by_traits(TRAITS)
    assert isinstance(answer, Found)
    assert answer.warnings == ("MATRICULE_INCOHERENT",)
    assert not answer.qualifiable


def test_a_mode_may_last_some_answers(client: InsiClient, insi: SimulatedInsi) -> None:
    insi.play("fault", code="desir_550", times=2)
    for _ in range(2):
        with pytest.raises(InsiAccessDenied):
            client.search_by_traits(TRAITS)
    assert insi.direction.mode is Mode.NORMAL
    with pytest.raises(ValueError, match="lent"):
        insi.play("lent")


def test_slow_answers_come(client: InsiClient, insi: SimulatedInsi) -> None:
    insi.play("slow", seconds=0.05)
    answer = client.search_by_traits(TRAITS)
    assert answer.trace is not None
    assert answer.trace.duration_ms >= 50


def test_slower_than_patience_is_silence(client: InsiClient, insi: SimulatedInsi) -> None:
    insi.play("slow", seconds=3600)
    with pytest.raises(InsiSilent):
        client.search_by_traits(TRAITS)


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (SimulatedInsi.close, InsiUnreachable),
        (SimulatedInsi.interrupt, InsiSilent),
        (lambda insi: insi.play("silent"), InsiSilent),
    ],
)
def test_silence_is_interrupted(act: object, error: type[InsiError]) -> None:
    insi = SimulatedInsi(patience=3600)
    insi.play("silent")
    ended: list[type[Exception]] = []

    def ask() -> None:
        try:
            insi.post("", {}, b"")
        except InsiError as failure:
            ended.append(type(failure))

    asking = threading.Thread(target=ask)
    asking.start()
    # The wait may begin before or after the interruption of the first round.
    while asking.is_alive():
        act(insi)  # type: ignore[operator]
        asking.join(0.01)
    assert ended == [error]


def test_closed_means_unreachable(client: InsiClient, insi: SimulatedInsi) -> None:
    insi.close()
    with pytest.raises(InsiUnreachable):
        client.search_by_traits(TRAITS)


# --- shapes ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def answer_schema(shared_data: Path) -> etree.XMLSchema:
    """The official description of RESULTAT."""
    folder = shared_data / "insi" / "wsdl" / "xsd" / "ServiceIdentiteCertifiee"
    return etree.XMLSchema(etree.parse(folder / "INSi_RESULTAT_INS.xsd"))


def _result(body: bytes) -> etree._ElementTree:
    result = etree.fromstring(body).find(".//{http://www.cnamts.fr/INSiResultat}RESULTAT")
    assert result is not None
    return etree.ElementTree(result)


@pytest.mark.parametrize("one", PEOPLE, ids=lambda one: one.handle)
def test_answers_follow_the_official_schema_but_where_made_wrong(
    answer_schema: etree.XMLSchema, one: Person
) -> None:
    wrong = one.shape is Shape.SHUFFLED or len(one.number) != 13
    assert answer_schema.validate(_result(identity_answer(one))) is not wrong


@pytest.mark.parametrize("report", Report)
def test_reports_follow_the_official_schema(answer_schema: etree.XMLSchema, report: Report) -> None:
    assert answer_schema.validate(_result(report_answer(report)))


@pytest.mark.parametrize("shape", Shape)
def test_every_shape_says_the_same(shape: Shape) -> None:
    from dataclasses import replace

    one = person("ecetinsi")
    assert read(200, identity_answer(replace(one, shape=shape))) == read(200, identity_answer(one))


def test_shapes_really_differ() -> None:
    from dataclasses import replace

    one = person("corse")
    bodies = {identity_answer(replace(one, shape=shape)) for shape in Shape}
    assert len(bodies) == len(Shape)
    assert {one.shape for one in PEOPLE} == set(Shape)


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("OK_ADRTROIS_DOMINIQUE_2A", "adrtrois-2a"),
        ("OK_ADRTROIS_TOUSSAINT_2B", "adrtrois-2b"),
        ("OK_TCHITCHI_CATARINA", "tchitchi"),
        ("TEST_2.05", "provisoire"),
        ("TEST_2.08_cas1", "corse"),
    ],
)
def test_our_answer_reads_as_the_published_one(shared_data: Path, name: str, handle: str) -> None:
    published = (shared_data / "insi" / "responses" / f"{name}.xml").read_bytes()
    assert read(200, identity_answer(person(handle))) == read(200, published)


def test_text_is_escaped() -> None:
    from dataclasses import replace

    one = replace(person("j1"), first_names="A<B&C")
    answer = read(200, identity_answer(one))
    assert isinstance(answer, Found)
    assert answer.first_names == "A<B&C"
    with pytest.raises(InsiFault) as failure:
        read(200, code_answer("99", "<&>"))
    assert failure.value.user_text == "<&>"


@pytest.mark.parametrize("code", [*FAULTS, "insi_777"])
def test_every_fault_is_read_with_its_code(code: str) -> None:
    with pytest.raises(InsiError) as failure:
        read(500, fault_answer(fault_of(code), "uuid:1", "raison <&>"))
    assert failure.value.code == code
    assert failure.value.user_text
    assert "raison <&>" in (failure.value.technical_text or "")


def test_the_fault_follows_the_published_form(shared_data: Path) -> None:
    published = (shared_data / "insi" / "responses" / "FAULT_insi_102_technical.xml").read_bytes()
    facts = []
    for body in (published, fault_answer(fault_of("insi_102"))):
        with pytest.raises(InsiUnavailable) as failure:
            read(500, body)
        facts.append((failure.value.code, failure.value.severity, failure.value.message_id))
    assert facts[0] == facts[1]
