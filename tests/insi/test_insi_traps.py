"""Where each trap of insi.md §13 and crypto.md §5 is shown: a table that cannot lie."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent

LEFT_TO = {
    "Z1": ("test_insi_envelope", "test_the_description_refuses_the_network"),
    "Z2": ("test_insi_envelope", "test_the_description_refuses_the_network"),
    "Z3": ("test_insi_envelope", "test_by_traits_says_what_the_page_says"),
    "Z4": ("test_insi_envelope", "test_by_traits_says_what_the_page_says"),
    "Z5": ("test_insi_envelope", "test_a_defective_message_is_a_defect_without_the_values"),
    "Z6": ("test_insi_envelope", "test_every_message_is_officially_valid"),
    "Z7": ("test_insi_envelope", "test_by_traits_says_what_the_page_says"),
    "Z8": ("test_insi_assertion", "test_time_is_utc_with_milliseconds"),
    "Z9": ("test_insi_assertion", "test_moving_between_trees_breaks_it_and_is_seen"),
    "Z10": ("test_insi_assertion", "test_ours_says_what_the_page_says"),
    "Z11": ("test_insi_transport", "test_silence_ends_at_the_limit_and_is_not_retried"),
    "Z12": ("test_insi_transport", "test_a_redirect_is_refused_and_not_followed"),
    "Z13": ("test_insi_bar", "test_z13_z14_z15_the_answer_is_not_read_by_zeep"),
    "Z14": ("test_insi_bar", "test_z13_z14_z15_the_answer_is_not_read_by_zeep"),
    "Z15": ("test_insi_bar", "test_z13_z14_z15_the_answer_is_not_read_by_zeep"),
    "Z16": ("test_insi_envelope", "test_every_message_is_officially_valid"),
    "Z17": ("test_insi_question", "test_the_place_is_omitted_never_empty"),
    "Z18": ("test_insi_faults", "test_other_prefixes_change_nothing"),
    "Z19": ("test_insi_bar", "test_z19_every_other_failure_is_ours"),
    "Z20": ("test_insi_bar", "test_z20_an_impossible_date_is_a_text_and_no_trace"),
    "Z21": ("test_insi_skeleton", "test_the_bytes_are_those_of_zeep"),
    "Z22": ("test_insi_envelope", "test_our_description_names_no_server_and_no_network"),
    "Z23": ("test_insi_bar", "test_z23_the_client_serves_a_worker_thread"),
    "Z24": ("test_insi_logs", "test_logs_are_clean_at_the_lowest_level"),
    "Z25": ("test_insi_hostile", "test_the_status_decides_without_a_fault"),
    "P1": ("test_insi_assertion", "test_bytes_survive_hostile_prefixes"),
    "P2": ("test_insi_transport", "test_our_authority_is_accepted_and_nothing_is_merged_into_it"),
    "P3": ("test_insi_transport", "test_the_environment_is_not_trusted"),
    "P4": ("test_insi_transport", "test_silence_ends_at_the_limit_and_is_not_retried"),
    "P5": ("test_insi_transport", "test_a_redirect_is_refused_and_not_followed"),
    "P6": ("test_insi_organisation", "test_the_server_sees_it_and_no_key_stays_on_the_disk"),
    "P10": ("test_insi_client", "test_p10_a_card_that_left_ends_the_sequence"),
    "P16": ("test_insi_interrupt", "test_a_refusal_without_a_reason_is_about_the_clock"),
    "P19": ("test_insi_transport", "test_another_name_is_refused"),
}
"""By trap: the file and the test. P7–P9, P11–P15, P17, P18, P20 are of the CPS, P21 of the base."""


@pytest.mark.parametrize("trap", LEFT_TO)
def test_each_trap_has_its_test(trap: str) -> None:
    file, name = LEFT_TO[trap]
    assert f"def {name}(" in (HERE / f"{file}.py").read_text(encoding="utf-8")


def test_every_trap_of_the_page_is_there() -> None:
    assert {trap for trap in LEFT_TO if trap[0] == "Z"} == {f"Z{n}" for n in range(1, 26)}
