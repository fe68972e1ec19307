"""The number of the rights opens nobody's record by itself (IV-205): it may be a parent's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_base import MemoryJournal, MemoryPatients
from desk_fakes import SetClock
from desk_stage import CARD_NUMBER, a_person, a_stage

from builders import found, qualified_patient
from insdesk.identity.readings import VitalePerson
from insdesk.qualification.reception import search_again, with_answer, with_holder


def opened(holder: VitalePerson, *before: VitalePerson) -> bool:
    """Whether the record of Élodie opens when INSi answers with her number about `holder`."""
    stage = a_stage()
    run = replace(stage.insert(*before, holder), holder=None)
    run = with_answer(with_holder(run, holder), found())
    patients = MemoryPatients(MemoryJournal(SetClock()))
    patients.put(qualified_patient())
    return search_again(run, patients)[0].patient is not None


@pytest.mark.parametrize("position", [1, 2])
def test_a_child_told_to_be_under_a_parent_s_number_is_not_the_parent(position: int) -> None:
    child = a_person(
        position=position,
        name_text="AUTRE",
        first_name_text="LEO",
        birth_text="20190102",
        number_is_own=False,
        insured_number=CARD_NUMBER,
    )
    before = [a_person(number="284039999904207")] if position == 2 else []
    assert not opened(child, *before)


def test_his_own_number_opens_his_record_under_another_name() -> None:
    assert opened(a_person(name_text="EPOUSE"))
