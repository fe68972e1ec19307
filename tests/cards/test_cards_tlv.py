"""TLV: lengths at every boundary, and nothing but `CardUnreadable` on hostile bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insdesk.cards.tlv import MAX_DEPTH, decode, encode, outline
from insdesk.errors import CardUnreadable


@pytest.mark.parametrize("length", [0, 1, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF])
def test_a_value_of_any_length_comes_back(length: int) -> None:
    value = b"A" * length
    (found,) = decode(encode(0x80, value))
    assert found.value == value


def test_a_value_too_long_is_not_written() -> None:
    with pytest.raises(ValueError, match="65536"):
        encode(0x80, b"A" * 0x10000)


@pytest.mark.parametrize(
    ("length", "head"),
    [(0x7F, "807F"), (0x80, "808180"), (0xFF, "8081FF"), (0x100, "80820100")],
)
def test_the_shortest_length_form_is_written(length: int, head: str) -> None:
    assert encode(0x80, bytes(length)).hex().upper().startswith(head)


def test_a_person_has_its_parts() -> None:
    (person,) = decode(bytes.fromhex("6508 8001 41 8103 424344"))
    assert person.tag == 0x65
    assert person.first(0x80) == b"A"
    assert person.first(0x81) == b"BCD"
    assert person.first(0x82) is None


def test_tags_of_two_bytes_are_read() -> None:
    found = decode(bytes.fromhex("7F2104 5F370141") + b"\x00\xff\x00")
    assert [one.tag for one in found] == [0x7F21]
    assert found[0].children[0].tag == 0x5F37


@pytest.mark.parametrize(
    "data",
    [
        "65",
        "6580",
        "65800000",
        "8083000001",
        "80FF",
        "82FFFF",
        "80 82 FFFF 41",
        "8081",
        "808201",
        "800241",
        "65 03 80 02 41",
        "1F",
        "1F81 01 41",
        "800141 00 800141",
        "FF 80",
    ],
)
def test_malformed_bytes_are_refused(data: str) -> None:
    with pytest.raises(CardUnreadable):
        decode(bytes.fromhex(data))


def test_padding_ends_a_level() -> None:
    assert [one.value for one in decode(bytes.fromhex("800141 0000FF"))] == [b"A"]
    assert decode(b"\xff" * 400) == ()
    assert decode(b"") == ()


@pytest.mark.parametrize(("depth", "is_read"), [(MAX_DEPTH, True), (MAX_DEPTH + 1, False)])
def test_six_levels_and_no_more(depth: int, *, is_read: bool) -> None:
    data = encode(0x80, b"A")
    for _ in range(depth - 1):
        data = encode(0x65, data)
    if is_read:
        assert len(decode(data)) == 1
    else:
        with pytest.raises(CardUnreadable):
            decode(data)


def test_the_outline_shows_no_value() -> None:
    shown = outline(decode(encode(0x65, encode(0x80, b"DURANVAL"), encode(0x81, b"ZOE"))))
    assert shown == "65:15{80:8 81:3}"


def test_a_repr_hides_the_value() -> None:
    assert "DURANVAL" not in repr(decode(encode(0x65, encode(0x80, b"DURANVAL"))))


@settings(deadline=None, max_examples=400)
@given(st.binary(max_size=600))
def test_only_one_error_leaves(data: bytes) -> None:
    try:
        found = decode(data)
    except CardUnreadable:
        return
    assert sum(len(one.value) for one in found) <= len(data)


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([0x80, 0x81, 0x93, 0x5F37]), st.binary(max_size=300))),
    st.binary(max_size=5).map(lambda data: bytes(len(data))),
)
def test_what_is_written_is_read(parts: list[tuple[int, bytes]], padding: bytes) -> None:
    data = b"".join(encode(tag, value) for tag, value in parts)
    assert [(one.tag, one.value) for one in decode(data + padding)] == parts
    (whole,) = decode(encode(0x65, data))
    assert [(one.tag, one.value) for one in whole.children] == parts
