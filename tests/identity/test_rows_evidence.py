"""No device of §8 can be removed, trusted more, trusted less or altered without a test failing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from transition_examples import PIECE, RECUP, facts

from insdesk.errors import Refused
from insdesk.identity import evidence
from insdesk.identity.evidence import DEVICES, Device, Trust
from insdesk.identity.status import apply
from table_mutants import mutants, survivors

H, E, N = Trust.HIGH, Trust.ELSEWHERE, Trust.NONE


@dataclass(frozen=True)
class Known:
    """What §8 says of one device, and what comes of showing it: a proof, or a refusal."""

    code: str
    trust: Trust
    comes: str
    with_adult: str
    minors: bool = False
    eidas: str = ""
    fhir: str | None = None
    others: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        row = evidence.device(self.code)
        return row is not None and (
            (row.trust, row.for_minors_only, row.eidas, row.fhir, row.other_codes)
            == (self.trust, self.minors, self.eidas, self.fhir, self.others)
            and bool(row.refusal) != row.high_trust
            and bool(row.label and row.who)
            and row.source.startswith("rule book §8.")
            and (_shown(self.code), _shown(self.code, "PA")) == (self.comes, self.with_adult)
        )


def _shown(code: str, adult: str | None = None) -> str:
    """The proof recorded once this device is shown for a RECUP, or the rule that refuses it."""
    try:
        after = apply(RECUP, replace(PIECE, proof=code, adult_proof=adult))
    except Refused as refused:
        return refused.rule
    return facts(after).proof or ""


def _trusted(code: str, **more: object) -> Known:
    return Known(code, H, f"DOC:{code}", f"DOC:{code}", **more)  # type: ignore[arg-type]


_EIDAS = "substantiel ou élevé"
REGISTER = (
    _trusted("CN", fhir="CN"),
    _trusted("PA", fhir="PA"),
    _trusted("CS"),
    Known("AN", H, "IV-406", "DOC:AN", minors=True, fhir="AN"),
    Known("LE", H, "IV-406", "DOC:LE", minors=True, fhir="LE", others=("LEP",)),
    _trusted("eCN", eidas=_EIDAS),
    _trusted("IN", eidas=_EIDAS),
    _trusted("CC", minors=True, others=("DC",)),
    *(
        Known(code, N, "IV-400", "IV-400")
        for code in ("PC", "CM", "CV", "AN_SEUL", "COPIE", "SANTE", "MUT", "ETU", "ORAL")
    ),
    *(Known(code, E, "IV-400", "IV-400") for code in ("AV", "LECV", "ANCV", "ASE", "TC")),
)


def changes(row: Device) -> Iterator[tuple[str, dict[str, object]]]:
    yield "code", {"code": f"{row.code}X"}
    yield from ((f"trust={one.name}", {"trust": one}) for one in Trust if one is not row.trust)
    if row.high_trust:  # the others are refused before an adult is asked for
        yield "needs_adult", {"needs_adult": not row.needs_adult}
    yield "for_minors_only", {"for_minors_only": not row.for_minors_only}
    yield "refusal", {"refusal": "" if row.refusal else "non"}
    yield "eidas", {"eidas": "faible"}
    yield "fhir", {"fhir": "XX"}
    yield "other_codes", {"other_codes": ("XX",)}
    yield from ((text, {text: ""}) for text in ("label", "who", "source"))


@pytest.mark.parametrize("known", REGISTER, ids=lambda known: known.code)
def test_worked_example_of_a_device(known: Known) -> None:
    assert known.holds


def test_every_mutant_of_a_device_fails_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [known.code for known in REGISTER] == [row.code for row in DEVICES]
    found = list(mutants(DEVICES, lambda row: row.code, changes))
    alive = survivors(
        found,
        lambda table: monkeypatch.setattr(evidence, "DEVICES", table),
        lambda _mutant: all(known.holds for known in REGISTER),
    )
    assert alive == []


def test_sources_are_quoted_as_the_rule_book_writes_them() -> None:
    assert {row.source for row in DEVICES} == {
        "rule book §8.1 [C: ARA, FRCORE]",
        "rule book §8.1 [C: NAQ-DISP, FRCORE]",
        "rule book §8.1 [C: HCD EXI ID 19, FRCORE; P]",
        "rule book §8.1 [C: FRCORE]",
        "rule book §8.1 [C: ARA; D]",
        "rule book §8.1 [C: ARA that it exists]",
        "rule book §8.1 [C: HCD; D]",
        "rule book §8.2",
    }


def test_for_whom_each_device_is() -> None:
    who = {row.code: row.who for row in DEVICES}
    assert who["AN"] == who["LE"] == "mineur sans pièce à son nom"
    assert who["AV"] == "titulaire et ses ayants droit"
    assert {who[code] for code in ("LECV", "ANCV")} == {"résidents"}
    assert {who[code] for code in ("PA", "PC", "COPIE")} == {"toute personne"}


def test_a_device_of_ones_own_is_named_after_its_label() -> None:
    assert evidence.own_device("  Carte de   pêche (2026) ") == Device(
        code="NOTE-CARTE-DE-PECHE-2026",
        label="Carte de pêche (2026)",
        refusal="Noté, ne valide jamais.",
        source="rule book §8.3 [C: HCD EXI ID 19; D]",
        own=True,
    )
