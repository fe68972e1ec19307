"""The life of a record after its creation: attributs, traits corrected by hand, refusals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from desk_stage import ELODIE, KNOWN, PASSPORT, Stage, a_stage, known_elodie, own_facts

from builders import a_control, a_retrieval, some_traits
from insdesk.errors import InvalidTrait, Refused
from insdesk.identity.patient import Attribut, Patient, Status
from insdesk.identity.todo import TodoKind
from insdesk.qualification.asides import RefusalKind
from insdesk.qualification.forms import TraitsForm
from insdesk.qualification.steps import Evidence

TRAITS = some_traits().without_typed()
AXES: dict[Status, dict[str, Any]] = {
    Status.PROV: {},
    Status.RECUP: {"retrieval": a_retrieval()},
    Status.VALI: {"control": a_control(snapshot=TRAITS)},
    Status.QUAL: {"retrieval": a_retrieval(), "control": a_control(snapshot=TRAITS)},
}


def elodie(status: Status, *attributes: Attribut) -> Patient:
    """Élodie with all her given names, in this statut."""
    return known_elodie(traits=TRAITS, attributes=attributes, **AXES[status])


def types_of(stage: Stage, *kinds: str) -> list[str]:
    """The lines of these types, in order."""
    return [one for one in stage.journal.types if one in kinds]


@pytest.mark.parametrize("attribut", [Attribut.DOUT, Attribut.FICT])
@pytest.mark.parametrize("status", Status)
def test_t28_a_doubt_makes_provisional_and_archives_the_ins(
    status: Status, attribut: Attribut
) -> None:
    stage = a_stage(elodie(status))
    with pytest.raises(Refused, match="IV-111 A_CONFIRMER"):
        stage.desk.set_attribute(KNOWN, attribut)
    assert stage.patients.filings == []
    marked = stage.desk.set_attribute(KNOWN, attribut, confirmed=True, reason="vu avec FICTIF")
    assert (marked.status, marked.active_matricule) == (Status.PROV, None)
    assert (marked.identity.retrieval, marked.identity.control) == (None, None)
    assert len(marked.identity.invalidated) == int(status in (Status.RECUP, Status.QUAL))
    line = stage.journal.last("ATTRIBUTE_SET")
    assert own_facts(line) == {"attribut": attribut.value, "motif": "CHOISI"}
    assert line.facts["attributs_avant"] == []
    assert line.facts["attributs_apres"] == [attribut.value]
    assert line.detail == {"motif": "vu avec FICTIF"}
    assert (line.status_before, line.status_after) == (status.value, "PROV")
    if status in (Status.RECUP, Status.QUAL):
        gone = stage.journal.last("INS_INVALIDATED")
        assert (gone.facts["cause"], gone.facts["matricule"]) == (attribut.value, "2…000")
    else:
        assert "INS_INVALIDATED" not in stage.journal.types
    if status is not Status.PROV:
        assert stage.journal.last("STATUS_CHANGED").facts["transition"] == "T28"


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        ([Attribut.FICT], Attribut.DOUT),
        ([Attribut.FICT], Attribut.HOMD),
        ([Attribut.FICT], Attribut.HOMA),
        ([Attribut.DOUT], Attribut.FICT),
        ([Attribut.HOMA], Attribut.FICT),
        ([Attribut.HOMD], Attribut.FICT),
    ],
)
def test_iv112_a_fictitious_identity_bears_no_other_mark(
    held: list[Attribut], wanted: Attribut
) -> None:
    stage = a_stage(known_elodie(attributes=held))
    with pytest.raises(Refused, match="IV-112"):
        stage.desk.set_attribute(KNOWN, wanted, confirmed=True)
    assert stage.patients.get(KNOWN).identity.attributes == frozenset(held)


@pytest.mark.parametrize("homonym", [Attribut.HOMD, Attribut.HOMA])
def test_iv112_doubt_and_homonym_stand_together(homonym: Attribut) -> None:
    stage = a_stage(elodie(Status.QUAL))
    assert stage.desk.set_attribute(KNOWN, homonym).status is Status.QUAL
    both = stage.desk.set_attribute(KNOWN, Attribut.DOUT, confirmed=True)
    assert both.identity.attributes == {homonym, Attribut.DOUT}


def test_a_confirmed_homonym_replaces_a_detected_one() -> None:
    stage = a_stage(elodie(Status.QUAL))
    stage.desk.set_attribute(KNOWN, Attribut.HOMD)
    (note,) = stage.patients.about(KNOWN)
    assert (note.kind, note.rule) == (TodoKind.DOUBLON, "IV-213")
    confirmed = stage.desk.set_attribute(KNOWN, Attribut.HOMA, reason="jumelles")
    assert confirmed.identity.attributes == {Attribut.HOMA}
    assert confirmed.status is Status.QUAL
    assert stage.patients.about(KNOWN) == [], "nothing is to be settled any more"
    assert types_of(stage, "ATTRIBUTE_SET", "ATTRIBUTE_CLEARED") == [
        "ATTRIBUTE_SET",
        "ATTRIBUTE_SET",
        "ATTRIBUTE_CLEARED",
    ]


def test_a_detected_homonym_lifted_waits_no_more() -> None:
    stage = a_stage(known_elodie())
    stage.desk.set_attribute(KNOWN, Attribut.HOMD)
    stage.desk.clear_attribute(KNOWN, Attribut.HOMD, reason="autre personne")
    assert stage.patients.about(KNOWN) == []


def test_a_mark_already_there_writes_nothing() -> None:
    stage = a_stage(known_elodie(attributes=[Attribut.HOMA]))
    stage.desk.set_attribute(KNOWN, Attribut.HOMA)
    assert stage.patients.filings == []


@pytest.mark.parametrize("attribut", [Attribut.DOUT, Attribut.FICT])
def test_iv113_removing_a_doubt_restores_nothing(attribut: Attribut) -> None:
    stage = a_stage(elodie(Status.QUAL))
    stage.desk.set_attribute(KNOWN, attribut, confirmed=True)
    with pytest.raises(Refused, match="IV-113 MOTIF_MANQUANT"):
        stage.desk.clear_attribute(KNOWN, attribut, reason=" ")
    lifted = stage.desk.clear_attribute(KNOWN, attribut, reason="pièce vue")
    assert lifted.status is Status.PROV
    assert lifted.identity.attributes == frozenset()
    assert len(lifted.identity.invalidated) == 1
    line = stage.journal.last("ATTRIBUTE_CLEARED")
    assert line.facts["attributs_avant"] == [attribut.value]
    assert line.detail == {"motif": "pièce vue"}
    with pytest.raises(Refused, match="IV-113 ATTRIBUT_ABSENT"):
        stage.desk.clear_attribute(KNOWN, attribut, reason="pièce vue")


def test_t30_a_homonym_is_lifted_without_touching_the_statut() -> None:
    stage = a_stage(elodie(Status.QUAL, Attribut.HOMA))
    assert stage.desk.clear_attribute(KNOWN, Attribut.HOMA, reason="autre date").status is (
        Status.QUAL
    )
    assert "STATUS_CHANGED" not in stage.journal.types


@pytest.mark.parametrize("status", [Status.RECUP, Status.VALI, Status.QUAL])
def test_t16_editing_a_strict_trait_makes_provisional(status: Status) -> None:
    stage = a_stage(elodie(status))
    form = stage.desk.unlock_traits(KNOWN)
    assert (form.birth_name, form.first_name, form.other_names) == (
        "TILLEUL",
        "ELODIE",
        "MARTHE ROSE",
    )
    edited = replace(form, birth_name="Hêtre")
    with pytest.raises(Refused, match="IV-322 AVERTISSEMENT"):
        stage.desk.edit_traits(KNOWN, edited, warned=False, reason="pièce")
    with pytest.raises(Refused, match="IV-322 MOTIF_MANQUANT"):
        stage.desk.edit_traits(KNOWN, edited, warned=True, reason="  ")
    kept = stage.desk.edit_traits(KNOWN, edited, warned=True, reason="lu sur la pièce")
    assert (kept.status, kept.traits.birth_name) == (Status.PROV, "HETRE")
    assert kept.traits.first_names == "ELODIE MARTHE ROSE"
    assert stage.journal.last("STATUS_CHANGED").facts["transition"] == "T16"
    line = stage.journal.last("TRAIT_STRICT_CHANGED")
    unlocked = stage.journal.types.index("TRAIT_STRICT_UNLOCKED") + 1
    assert own_facts(line) == {
        "traits": ["birth_name"],
        "motif": "SAISIE",
        "deverrouillage": unlocked,
    }
    assert line.detail == {
        "avant": {"birth_name": "TILLEUL"},
        "apres": {"birth_name": "HETRE"},
        "motif": "lu sur la pièce",
    }


@pytest.mark.parametrize("status", [Status.RECUP, Status.VALI, Status.QUAL])
def test_iv322_official_traits_are_locked_until_they_are_unlocked(status: Status) -> None:
    stage = a_stage(elodie(status))
    form = TraitsForm(birth_name="Hêtre", first_name="Élodie", sex="F", birth_date="09/03/1978")
    with pytest.raises(Refused, match="IV-322 A_DEVERROUILLER"):
        stage.desk.edit_traits(KNOWN, form, warned=True, reason="pièce")
    assert stage.patients.get(KNOWN) == replace(elodie(status), version=1)


def test_one_unlocking_serves_for_one_change() -> None:
    stage = a_stage(elodie(Status.QUAL))
    form = replace(stage.desk.unlock_traits(KNOWN), birth_name="Hêtre")
    stage.desk.edit_traits(KNOWN, form, warned=True, reason="pièce")
    stage.patients.put(elodie(Status.QUAL))
    again = replace(form, birth_name="Tilleul-Hêtre")
    with pytest.raises(Refused, match="IV-322 A_DEVERROUILLER"):
        stage.desk.edit_traits(KNOWN, again, warned=True, reason="pièce")


def test_a_provisional_record_is_corrected_without_unlocking(known: Stage) -> None:
    form = replace(ELODIE, birth_name="Hêtre", birth_place="63999")
    kept = known.desk.edit_traits(KNOWN, form, warned=True, reason="faute de frappe")
    assert (kept.traits.birth_name, kept.status) == ("HETRE", Status.PROV)
    assert known.journal.last("TRAIT_STRICT_CHANGED").facts["deverrouillage"] is None


@pytest.mark.parametrize("status", Status)
def test_t31_a_complementary_trait_changes_no_statut(status: Status) -> None:
    stage = a_stage(elodie(status))
    form = replace(stage.desk.unlock_traits(KNOWN), used_name="Hêtre-Tilleul")
    kept = stage.desk.edit_traits(KNOWN, form, warned=False, reason="")
    assert (kept.status, kept.used_name) == (status, "Hêtre-Tilleul")
    assert kept.identity == elodie(status).identity
    line = stage.journal.last("TRAIT_COMPL_CHANGED")
    assert own_facts(line) == {"champs": ["used_name"]}
    assert line.detail == {"used_name": [None, "Hêtre-Tilleul"]}
    assert "TRAIT_STRICT_CHANGED" not in stage.journal.types


def test_what_was_not_touched_stays_exactly_as_stored() -> None:
    """A list that is only the first given name is not lost by editing something else."""
    traits = some_traits(first_names="Élodie", sex=None).without_typed()
    stage = a_stage(known_elodie(traits=traits))
    form = replace(stage.desk.unlock_traits(KNOWN), used_first_name="Lodie")
    assert stage.desk.edit_traits(KNOWN, form, warned=False, reason="").traits == traits


def test_a_wrong_field_is_named_and_nothing_is_written(known: Stage) -> None:
    form = replace(ELODIE, birth_name="Hêtre2", birth_place="63999")
    with pytest.raises(InvalidTrait) as problem:
        known.desk.edit_traits(KNOWN, form, warned=True, reason="pièce")
    assert (problem.value.trait, problem.value.character) == ("birth_name", "2")
    with pytest.raises(InvalidTrait) as problem:
        known.desk.edit_traits(KNOWN, replace(ELODIE, used_name="H/"), warned=True, reason="x")
    assert known.patients.filings == []


def test_iv114_a_document_for_a_doubtful_identity_is_noted_in_vain() -> None:
    stage = a_stage(known_elodie(attributes=[Attribut.DOUT]))
    with pytest.raises(Refused, match="IV-114 PIECE_SANS_EFFET"):
        stage.desk.save(stage.desk.open_record(KNOWN), PASSPORT)
    with pytest.raises(Refused, match="IV-114 PIECE_SANS_EFFET"):
        stage.desk.record_document(KNOWN, PASSPORT, warned=False)
    assert "EVIDENCE_RECORDED" not in stage.journal.types
    kept = stage.desk.record_document(KNOWN, PASSPORT, warned=True)
    assert (kept.status, kept.identity.control) == (Status.PROV, None)
    line = stage.journal.last("EVIDENCE_RECORDED")
    assert (line.facts["code"], line.facts["valide"]) == ("PA", False)
    with pytest.raises(Refused, match="IV-401"):
        stage.desk.record_document(KNOWN, Evidence(), warned=True)
    sound = a_stage(known_elodie())
    with pytest.raises(Refused, match="IV-114 PIECE_UTILE"):
        sound.desk.record_document(KNOWN, PASSPORT, warned=True)


@pytest.mark.parametrize("kind", RefusalKind)
@pytest.mark.parametrize("status", Status)
def test_t34_a_refusal_is_traced_and_changes_nothing(status: Status, kind: RefusalKind) -> None:
    stage = a_stage(elodie(status))
    stage.desk.refuse(kind, uid=KNOWN)
    line = stage.journal.last("REFUSAL_RECORDED")
    assert own_facts(line) == {"refus": kind.value, "regle": "T34"}
    assert (line.patient_uid, line.status_before, line.status_after) == (
        KNOWN,
        status.value,
        status.value,
    )
    assert stage.patients.get(KNOWN) == replace(elodie(status), version=1)


def test_a_refusal_of_an_unknown_person_is_traced_with_its_run(stage: Stage) -> None:
    run = stage.insert()
    stage.desk.refuse(RefusalKind.DOCUMENT, run=run)
    line = stage.journal.last("REFUSAL_RECORDED")
    assert (line.patient_uid, own_facts(line)) == (None, {"refus": "pièce"})
    assert line.facts["correlation"] == run.correlation
