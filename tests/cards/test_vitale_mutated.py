"""A family whose bytes went wrong: only `CardError` leaves, soon, nobody has another's number."""

from __future__ import annotations

from copy import deepcopy
from itertools import pairwise

import pytest
from file_card import FAMILY, IDENTITIES, NUMBERS, FileCard, vitale_files
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from insdesk.cards.vitale import read
from insdesk.cards.vitale_xml import read_xml
from insdesk.errors import CardError, CardUnreadable

COMMANDS = 1000
"""More than the longest reading a card can impose: two files of 4 KiB, each command retried."""

OWN = {(name, first, birth): number for name, first, birth, number in FAMILY}


class Odd(FileCard):
    """Now and then it answers something else, as it was told to."""

    def __init__(self, files: dict[str, dict[int, bytes]], answers: dict[int, int]) -> None:
        super().__init__(files)
        self._answers = answers

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        status = self._answers.get(len(self.commands) % 16)
        if status is None:
            return super().transmit(command)
        self.commands.append(command)
        return b"", status


@st.composite
def spoilt(draw: st.DrawFn, content: bytes) -> bytes:
    """One byte changed, the end missing, or bytes in the middle."""
    at = draw(st.integers(0, len(content) - 1))
    match draw(st.sampled_from(["flip", "cut", "insert"])):
        case "flip":
            changed = content[at] ^ 1 << draw(st.integers(0, 7))
            return content[:at] + bytes((changed,)) + content[at + 1 :]
        case "cut":
            return content[:at]
    return content[:at] + draw(st.binary(min_size=1, max_size=4)) + content[at:]


STATUS = st.sampled_from([0x6100, 0x6110, 0x6C00, 0x6C10, 0x6282, 0x6B00, 0x6982]) | st.integers(
    0, 0xFFFF
)


@settings(deadline=None, max_examples=300)
@given(spoilt(IDENTITIES), spoilt(NUMBERS), st.sampled_from(["first", "second", "both"]))
def test_a_spoilt_family_gives_nobody_another_s_number(
    identities: bytes, numbers: bytes, which: str
) -> None:
    first = IDENTITIES if which == "second" else identities
    second = NUMBERS if which == "first" else numbers
    try:
        reading = read(FileCard(vitale_files(first.ljust(400, b"\0"), second.ljust(300, b"\0"))))
    except CardError:
        return
    for one in reading.persons:
        mine = OWN.get((one.name_text, one.first_name_text, one.birth_text))
        assert mine is None or one.number in (None, mine)


@pytest.mark.parametrize("which", ["birth", "number"])
def test_a_spoilt_birth_or_number_alone_keeps_the_people(which: str) -> None:
    """What the property above says of a person is then said of somebody."""
    _, _, birth, number = FAMILY[0]
    before = (birth if which == "birth" else number).encode("ascii")
    files = [one.replace(before, b"X" + before[1:]) for one in (IDENTITIES, NUMBERS)]
    assert files != [IDENTITIES, NUMBERS]
    reading = read(FileCard(vitale_files(files[0].ljust(400, b"\0"), files[1].ljust(300, b"\0"))))
    named = [(one.name_text, one.first_name_text) for one in reading.persons]
    assert named == [(name, first) for name, first, _, _ in FAMILY]
    own = {first: number for _, first, _, number in FAMILY}
    assert all(one.number in (None, own[one.first_name_text]) for one in reading.persons)
    unspoilt = [one.number for one in reading.persons[1:]]
    kept = [own[one.first_name_text] for one in reading.persons[1:]]
    assert unspoilt == (kept if which == "birth" else [None] * 3)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(st.integers(0, 15), STATUS, max_size=4))
def test_any_status_word_at_any_moment_ends_soon(answers: dict[int, int]) -> None:
    card = Odd(vitale_files(IDENTITIES.ljust(400, b"\0"), NUMBERS.ljust(300, b"\0")), answers)
    try:
        reading = read(card)
    except CardError:
        pass
    else:
        for one in reading.persons:
            mine = OWN.get((one.name_text, one.first_name_text, one.birth_text))
            assert mine is None or one.number in (None, mine)
    assert len(card.commands) < COMMANDS


# --- the component's answer ----------------------------------------------------------------------


def _family() -> etree._Element:
    root = etree.Element("lecture")
    cards = etree.SubElement(root, "listeBenef")
    for name, first, birth, number in FAMILY:
        person = etree.SubElement(cards, "T_AsnBeneficiaire")
        ident = etree.SubElement(person, "ident")
        for tag, text in (("nomPatronymique", name), ("prenomUsuel", first)):
            etree.SubElement(ident, tag).text = text
        etree.SubElement(etree.SubElement(ident, "naissance"), "date").text = birth
        etree.SubElement(ident, "nirCertifie").text = number
        etree.SubElement(etree.SubElement(person, "amo"), "nir").text = FAMILY[0][3]
    return root


@st.composite
def answers(draw: st.DrawFn) -> bytes:
    """Elements left out, said twice, or a whole person put inside another."""
    root = _family()
    for _ in range(draw(st.integers(1, 4))):
        nodes = [one for one in root.iter() if one.getparent() is not None]
        if not nodes:
            break
        node = draw(st.sampled_from(nodes))
        match draw(st.sampled_from(["drop", "twice", "inside"])):
            case "drop":
                node.getparent().remove(node)
            case "twice":
                node.addnext(deepcopy(node))
            case _:
                people = root.findall(".//T_AsnBeneficiaire")
                for outer, inner in pairwise(people):
                    if outer not in inner.iterdescendants() and len(outer):
                        outer[draw(st.integers(0, len(outer) - 1))].append(inner)
                        break
    return etree.tostring(root, encoding="ISO-8859-1")


@settings(deadline=None, max_examples=300)
@given(answers())
def test_an_answer_out_of_shape_mixes_nobody(content: bytes) -> None:
    numbers = {first: number for _, first, _, number in FAMILY}
    births = {first: birth for _, first, birth, _ in FAMILY}
    try:
        reading = read_xml(content)
    except CardUnreadable:
        return
    for one in reading.persons:
        if not one.first_name_text:
            continue
        assert one.birth_text in ("", births[one.first_name_text])
        if one.number_is_own:
            assert one.number == numbers[one.first_name_text]
