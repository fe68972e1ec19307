"""The certificate of a structure through the whole desk: a search by traits, and nothing more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as ser
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from journey_bench import ATTESTED, DOCUMENT, ENVIRONMENT, Bench, BenchMaker, told
from lxml import etree

from insdesk.app.build import SettingsStore, build_desk
from insdesk.app.edges import real, simulated
from insdesk.app.organisation_way import OnePassword, OrganisationDoor, organisation_door
from insdesk.errors import OrganisationCertificateRefused, PractitionerCardAbsent, Refused
from insdesk.identity.filing import JournalLine
from insdesk.identity.readings import Environment, Found
from insdesk.insi.organisation import ADDRESSES
from insdesk.qualification.desk import TraitsForm
from insdesk.qualification.steps import Step, next_step
from insdesk.settings import Settings
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.messages import identity_answer
from insdesk.simulator.people import person
from insdesk.simulator.readers import SimulatedReaders
from insdesk.ui.texts import error_text, event_detail

PASSWORD = "mot de passe d'essai"
J4 = TraitsForm(birth_name="Testini", first_name="Augustin", sex="M", birth_date="05/11/1972")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PKCS#12 that nobody issued, of a fictitious structure."""
    key = rsa.generate_private_key(65537, 2048)
    units = [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, one) for one in ("10999", "2")]
    name = x509.Name([*units, x509.NameAttribute(NameOID.COMMON_NAME, "INSI-MANU")])
    now = datetime.now(UTC)
    own = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    hidden = ser.BestAvailableEncryption(PASSWORD.encode())
    file = tmp_path_factory.mktemp("structure") / "structure.p12"
    file.write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, own, None, hidden))
    return file


@dataclass
class Mutual:
    """The `-tlsm` host: answers J4 to whoever shows a certificate; keeps what it received."""

    sent: list[tuple[str, bytes]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    closed: bool = False

    def carry(self, _address: str | None, certificate: Any) -> Any:
        self.shown.append(certificate.emetteur)
        return self

    def __call__(self, address: str, _headers: object, envelope: bytes) -> tuple[int, bytes]:
        self.sent.append((address, envelope))
        return 200, identity_answer(person("j4"))

    def close(self) -> None:
        self.closed = True


@dataclass
class Scene:
    bench: Bench
    host: Mutual
    password: OnePassword
    wanted: list[bool]


@pytest.fixture
def scene(make_bench: BenchMaker, certificate: Path, tmp_path: Path) -> Iterator[Scene]:
    places = make_bench.copy_home(tmp_path / "home")
    host, password, wanted = Mutual(), OnePassword(), list[bool]()
    password.wanted = lambda: wanted.append(True)
    store = SettingsStore(places)
    store.save(replace(store(), organisation_certificate=str(certificate)))
    readers, insi = SimulatedReaders(), SimulatedInsi()
    door = OrganisationDoor(certificate, password, host.carry)
    edges = replace(simulated(readers, insi), organisation=door)
    built = build_desk(places, store, edges, ENVIRONMENT)
    yield Scene(Bench(built, readers, insi, places, make_bench.card), host, password, wanted)
    built.close()
    door.close()


def by_traits(scene: Scene) -> Any:
    desk = scene.bench.desk
    return desk.ask_insi(desk.give_traits(desk.type_traits(), J4))


def test_a_search_by_traits_without_any_card(scene: Scene) -> None:
    scene.password.give(PASSWORD)
    run = by_traits(scene)
    assert isinstance(run.answer, Found)
    [(address, envelope)] = scene.host.sent
    assert address == ADDRESSES[ENVIRONMENT]
    assert "tlsm" in ADDRESSES[Environment.ESSAI]
    assert b"Security" not in envelope
    assert b"Assertion" not in envelope
    emetteurs = etree.fromstring(envelope).findall(".//{*}Emetteur")
    assert [one.text for one in emetteurs] == ["10999", "10999"]
    assert scene.bench.insi.operations == ()
    # Once a session.
    by_traits(scene)
    assert (scene.host.shown, scene.wanted) == (["10999"], [])
    assert ways(scene) == [("certificat", "avec le certificat de la structure")] * 2


def ways(scene: Scene) -> list[tuple[str, str]]:
    """What opened INSi for each call, as the journal keeps it and as the history says it."""
    told_of = {
        kind: scene.bench.file.ask("SELECT facts FROM journal WHERE type = ? ORDER BY seq", kind)
        for kind in ("INSI_CALL", "INSI_RESULT")
    }
    asked, answered = (
        [json.loads(str(facts))["voie"] for (facts,) in rows] for rows in told_of.values()
    )
    assert asked == answered
    now = datetime.now(UTC)
    lines = [
        JournalLine(seq=0, at=now, type="INSI_CALL", patient_uid=None, facts={"voie": one})
        for one in asked
    ]
    return [(one, event_detail(line)) for one, line in zip(asked, lines, strict=True)]


@pytest.mark.parametrize("evidence", [DOCUMENT, ATTESTED], ids=["document", "attested"])
def test_it_never_qualifies(scene: Scene, evidence: Any) -> None:
    scene.password.give(PASSWORD)
    run = by_traits(scene)
    for row in run.comparison or ():
        run = scene.bench.desk.tick(run, row.trait, True)
    with scene.bench.nothing_saved(), pytest.raises(Refused) as refused:
        scene.bench.desk.qualify(run, evidence)
    # The procedure of exception wants a known patient first: every gate refuses, in its order.
    assert refused.value.reason == ("PAS_CONNU" if evidence is ATTESTED else "CPS_ABSENTE")
    if evidence is DOCUMENT:
        assert "CPS" in error_text(refused.value).explanation


def test_j1_stops_at_the_call_and_says_to_put_the_cps_in(scene: Scene) -> None:
    """A carte Vitale speaks through the CPS alone: nothing is asked, nothing is sent."""
    scene.password.give(PASSWORD)
    run = scene.bench.read("j1")
    with scene.bench.trouble(PractitionerCardAbsent) as written:
        scene.bench.desk.ask_insi(run)
    assert "INSI_CALL" not in written
    assert (scene.host.sent, scene.bench.insi.operations) == ([], ())
    assert next_step(run) is Step.ASK_INSI
    text = error_text(PractitionerCardAbsent())
    assert (text.id, "CPS" in text.title) == ("E-CPS-1", True)


def test_with_the_cps_the_certificate_is_left_alone(scene: Scene) -> None:
    scene.bench.put_cps()
    scene.bench.goes_on()
    by_traits(scene)
    assert (scene.host.shown, scene.wanted) == ([], [])
    assert set(ways(scene)) == {("CPS", "avec la carte professionnelle")}


@pytest.mark.parametrize(
    ("typed", "reason", "times"),
    [(None, "MOT_DE_PASSE_ATTENDU", 1), ("faux", "MOT_DE_PASSE", 0)],
)
def test_without_the_right_password_nothing_is_sent_and_it_is_asked_again(
    scene: Scene, typed: str | None, reason: str, times: int
) -> None:
    if typed is not None:
        scene.password.give(typed)
    with told(OrganisationCertificateRefused) as refused:
        by_traits(scene)
    assert str(refused.value) == reason
    assert (len(scene.wanted), scene.host.sent) == (times, [])
    with told(OrganisationCertificateRefused):
        by_traits(scene)
    # A password is taken once: the wrong one was not tried a second time.
    assert len(scene.wanted) == times + 1
    scene.password.give(PASSWORD)
    assert isinstance(by_traits(scene).answer, Found)


def test_a_certificate_named_since_the_start_waits_for_the_next_one(
    make_bench: BenchMaker, certificate: Path
) -> None:
    """The settings page says so; meanwhile the CPS is asked for, and nothing is sent."""
    bench = make_bench()
    bench.built.settings.save(
        replace(bench.built.settings(), organisation_certificate=str(certificate))
    )
    bench.readers.remove_cps()
    with bench.trouble(PractitionerCardAbsent) as written:
        bench.desk.ask_insi(bench.desk.give_traits(bench.desk.type_traits(), J4))
    assert "INSI_CALL" not in written


def test_a_file_that_went_away_is_said(tmp_path: Path) -> None:
    door = OrganisationDoor(tmp_path / "absent.p12", lambda: PASSWORD, Mutual().carry)
    with told(OrganisationCertificateRefused) as refused:
        door.opened(datetime.now(UTC))
    assert str(refused.value) == "ILLISIBLE"


def test_letting_go_closes_the_way(certificate: Path) -> None:
    host = Mutual()
    door = OrganisationDoor(certificate, lambda: PASSWORD, host.carry, "https://insi.invalid/x")
    door.opened(datetime.now(UTC))
    assert door.address(Environment.ESSAI) == "https://insi.invalid/x"
    door.close()
    assert host.closed


def test_only_settings_that_name_a_certificate_open_this_way(certificate: Path) -> None:
    host = Mutual()
    named = replace(Settings(), organisation_certificate=str(certificate))
    assert organisation_door(Settings(), lambda: PASSWORD, host.carry) is None
    assert organisation_door(named, None, host.carry) is None
    edges = real(named, password=lambda: PASSWORD)
    try:
        assert edges.organisation is not None
        assert edges.organisation.opened(datetime.now(UTC))[0] == "10999"
    finally:
        edges.close()


def test_nothing_of_the_password_is_kept(scene: Scene) -> None:
    scene.password.give(PASSWORD)
    by_traits(scene)
    with pytest.raises(OrganisationCertificateRefused):
        scene.password()
    for path in scene.bench.places.home.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes()
