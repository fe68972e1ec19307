"""Both texts of a fault and its message id are kept; no trait reaches the clear part (§8, §14)."""

from __future__ import annotations

import json

import pytest
from journey_bench import Bench

from insdesk.errors import InsiError
from insdesk.identity.readings import Found
from insdesk.simulator.insi import SimulatedInsi

QUOTED = "Le nom DURANVAL est refusé"
TECHNICAL = "NomNaissance=DURANVAL\nligne 2"


def spiteful(code: str) -> bytes:
    """A fault that quotes what was sent, its texts broken in lines."""
    return (
        '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code>'
        "<s:Value>s:Sender</s:Value><s:Subcode><s:Value>s:siram_10</s:Value></s:Subcode></s:Code>"
        f'<s:Reason><s:Text xml:lang="fr">{QUOTED}</s:Text></s:Reason><s:Detail>'
        f'<e:Erreur xmlns:e="urn:siram" severite="erreur" code="{code}" messageID="uuid:echo">'
        f"{TECHNICAL}</e:Erreur></s:Detail></s:Fault></s:Body></s:Envelope>"
    ).encode()


@pytest.mark.parametrize("code", ["insi_19", "insi_20", "DURANVAL 1985-03-12"])
def test_both_texts_are_kept_apart_from_the_clear_part(
    whole_desk: Bench, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    run = whole_desk.read("j1")

    def post(_insi: object, _address: str, _headers: object, _sent: bytes) -> tuple[int, bytes]:
        return 500, spiteful(code)

    monkeypatch.setattr(SimulatedInsi, "post", post)
    before = whole_desk.file.last()
    with pytest.raises(InsiError):
        whole_desk.desk.ask_insi(run)
    rows = whole_desk.file.ask("SELECT seq, type, facts FROM journal WHERE seq > ?", before)
    [(seq, facts)] = [(seq, facts) for seq, type_, facts in rows if type_ == "INSI_RESULT"]
    assert str(json.loads(str(facts))["message_id"]).startswith("uuid:")
    [(detail,)] = whole_desk.file.ask("SELECT detail FROM journal_detail WHERE seq = ?", seq)
    assert json.loads(str(detail)) == {"texte": QUOTED, "texte_technique": TECHNICAL}
    clear = whole_desk.file.ask("SELECT * FROM journal WHERE seq > ?", before)
    clear += whole_desk.file.ask("SELECT * FROM insi_call")
    for row in clear:
        assert "DURANVAL" not in " ".join(map(str, row))
    whole_desk.holds()


def test_a_good_answer_leaves_no_text(whole_desk: Bench) -> None:
    before = whole_desk.file.last()
    run = whole_desk.compared("j1")
    assert isinstance(run.answer, Found)
    assert whole_desk.file.ask("SELECT 1 FROM journal_detail WHERE seq > ?", before) == []
