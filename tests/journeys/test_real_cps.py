"""J1 and J2 signed by a PKCS#11 token: real card service, real library process, real HTTPS.

The token is SoftHSM behind a shim that behaves as cards do; the ATR in the slot is that of a CPS.
Nothing of the desk is replaced: this is `edges.real` as a practitioner's machine builds it.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from real_bench import CpsChip, Seen, real_desk

from cps_bench import CODE, TestCard, missing
from insdesk.errors import (
    PinBlocked,
    PinRejected,
    PinRequired,
    PractitionerCardAbsent,
    PractitionerComponentFailed,
)
from insdesk.identity.desk_state import CpsState
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.qualification.desk import Desk
from insdesk.qualification.steps import Evidence, Outcome, Run
from insdesk.simulator.cards import vitale
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.people import known_records
from virtual_reader import Pcscd, VirtualCard

pytestmark = [
    pytest.mark.pcsc,
    pytest.mark.skipif(bool(missing()), reason=missing() or "all there"),
]


class Listening(SimulatedInsi):
    """The simulated INSi, which keeps the last message it was sent."""

    last = b""

    def reply(self, headers: dict[str, str], envelope: bytes) -> Any:
        self.last = envelope
        return super().reply(headers, envelope)


@dataclass
class Place:
    """A desk as a practitioner's machine has it, and the hands that hold its cards."""

    desk: Desk
    insi: Listening
    seen: Seen
    pcscd: Pcscd
    token: TestCard

    def compared(self) -> Run:
        self.seen.wait(lambda state: state.vitale_insertion is not None)
        return self.desk.ask_insi(self.desk.recognise(self.desk.read_vitale()))


@pytest.fixture
def place(card_service: Pcscd, tmp_path: Path, card: TestCard) -> Iterator[Place]:
    insi, library = Listening(), str(card.library)
    own = {"cps_library": library, "billing_id": "991234567"}
    opening = real_desk(tmp_path, insi, records=known_records, **own)
    with opening as real, VirtualCard(card_service.ports[1], CpsChip()):
        real.seen.wait(lambda state: state.cps is CpsState.PIN_NEEDED)
        yield Place(real.desk, insi, real.seen, card_service, card)


def test_j1_and_j2_are_signed_by_the_token(place: Place, tmp_path: Path) -> None:
    reading = place.desk.open_session(CODE)
    assert reading.display_name == "Dr MAUD EXEMPLE"
    with VirtualCard(place.pcscd.ports[0], vitale("j1").chip()):
        done = place.desk.qualify(place.compared(), Evidence(device="CN"))
    assert done.outcome is Outcome.QUALIFIED
    sent = place.insi.last
    for part in (b"991234567", b"SM26", b"SA07", reading.national_id.encode()):
        assert part in sent
    _accepted_by_xmlsec1(sent, tmp_path)
    place.seen.wait(lambda state: state.vitale_insertion is None)
    with VirtualCard(place.pcscd.ports[0], vitale("j2").chip()):
        attested = Evidence(attested=True, attestation_text=ATTESTATION_TEXT)
        assert place.desk.qualify(place.compared(), attested).outcome is Outcome.QUALIFIED
    assert place.token.logins == 1  # asked once for both


def _accepted_by_xmlsec1(sent: bytes, folder: Path) -> None:
    verifier = shutil.which("xmlsec1")
    if verifier is None:
        pytest.skip("xmlsec1 is not installed: the signature was not verified by a second program")
    message = folder / "message.xml"
    message.write_bytes(sent)
    options = ["--verify", "--insecure", "--id-attr:ID", "Assertion"]
    said = subprocess.run([verifier, *options, str(message)], capture_output=True, check=False)
    assert said.returncode == 0, said.stderr.decode()


def test_wrong_codes_reach_the_card_once_each_and_lock_it(place: Place) -> None:
    for left in (2, 1):
        with pytest.raises(PinRejected) as refused:
            place.desk.open_session("9999")
        assert refused.value.attempts_left == left
    with pytest.raises(PinBlocked):
        place.desk.open_session("9999")
    with pytest.raises(PinBlocked):
        place.desk.open_session(CODE)
    assert place.token.logins == 3


def test_the_token_gone_is_an_absent_card_and_asks_for_the_code(place: Place) -> None:
    place.desk.open_session(CODE)
    with VirtualCard(place.pcscd.ports[0], vitale("j1").chip()):
        place.seen.wait(lambda state: state.vitale_insertion is not None)
        run = place.desk.recognise(place.desk.read_vitale())
        place.token.told("removed")
        with pytest.raises(PractitionerCardAbsent):
            place.desk.ask_insi(run)
        place.token.told("removed", on=False)
        with pytest.raises(PinRequired):
            place.desk.ask_insi(run)
        place.desk.open_session(CODE)
        assert place.desk.qualify(place.desk.ask_insi(run), Evidence(device="CN")).outcome


def test_a_crash_of_the_library_is_an_error_and_the_desk_goes_on(place: Place) -> None:
    place.desk.open_session(CODE)
    with VirtualCard(place.pcscd.ports[0], vitale("j1").chip()):
        place.seen.wait(lambda state: state.vitale_insertion is not None)
        run = place.desk.recognise(place.desk.read_vitale())
        place.token.told("crash")
        with pytest.raises(PractitionerComponentFailed):
            place.desk.ask_insi(run)
        place.token.told("crash", on=False)
        with pytest.raises(PinRequired):
            place.desk.ask_insi(run)
        place.desk.open_session(CODE)
        assert place.desk.qualify(place.desk.ask_insi(run), Evidence(device="CN")).outcome
    assert place.token.logins == 2
