"""The picture of the Datamatrix: two independent readers, square, C40, quiet, captioned."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import pytest
from export_patients import (
    a_child,
    a_corsican,
    a_real_patient,
    a_waiting_number,
    some_patient,
    some_traits,
)
from PIL import Image
from ppf.datamatrix import DataMatrix
from symbol_readers import bare_symbol, by_libdmtx, by_zxing, first_codeword, picture_of

from insdesk.exports import Context, datamatrix, picture
from insdesk.identity.patient import Patient
from insdesk.identity.readings import Environment

CONTEXT = Context.example()
PRODUCTION = replace(CONTEXT, environment=Environment.PRODUCTION)
PIXELS = 8

PEOPLE = {
    "child": a_child(),
    "Corsica": a_corsican(),
    "NIA": a_waiting_number(),
    "no place": some_patient(some_traits(birth_place=None)),
    "names of 99": some_patient(some_traits(birth_name="A" * 99, first_names="B" * 99)),
    "names of 100": some_patient(some_traits(birth_name="A" * 100, first_names="B" * 100)),
}


@pytest.mark.parametrize("patient", PEOPLE.values(), ids=PEOPLE.keys())
def test_two_readers_read_the_exact_bytes(patient: Patient) -> None:
    content = datamatrix.render(patient, CONTEXT)
    expected = [datamatrix.payload(patient).encode("ascii")]
    assert by_zxing(content) == expected
    assert by_libdmtx(content) == expected


@pytest.mark.parametrize("patient", PEOPLE.values(), ids=PEOPLE.keys())
def test_the_symbol_is_square_with_its_finder(patient: Patient) -> None:
    grid = datamatrix.modules(datamatrix.payload(patient))
    side = len(grid)
    assert side in {32, 36, 40, 44, 48, 52, 64}
    assert {len(row) for row in grid} == {side}
    assert all(grid[-1])
    assert all(row[0] for row in grid)
    assert [grid[0][column] for column in range(side)] == [
        column % 2 == 0 for column in range(side)
    ]


@pytest.mark.parametrize("patient", PEOPLE.values(), ids=PEOPLE.keys())
def test_the_message_is_in_c40_from_its_first_codeword(patient: Patient) -> None:
    text = datamatrix.payload(patient)
    assert first_codeword(datamatrix.modules(text)) == 230
    # An ordinary writer starts in ASCII: the letter I of the header is codeword 74.
    assert first_codeword(DataMatrix(text, codecs=["ascii"]).matrix) == 74


def test_names_of_every_length_are_read() -> None:
    dice = random.Random(20261102)
    for _ in range(25):
        name = "".join(dice.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=dice.randint(1, 100)))
        names = "".join(dice.choice("ABC'-") + "X" for _ in range(dice.randint(1, 50)))[1:]
        text = datamatrix.payload(some_patient(some_traits(birth_name=name, first_names=names)))
        content = bare_symbol(text)
        assert by_zxing(content) == [text.encode()]
        assert by_libdmtx(content) == [text.encode()]


def quiet_zone(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """White modules between the symbol and the nearest black pixel around it."""
    left, top, right, bottom = box
    for width in range(1, 2 * PIXELS * PIXELS):
        ring = [left - width, top - width, right + width, bottom + width]
        if ring[0] < 0 or ring[1] < 0 or ring[2] > image.width or ring[3] > image.height:
            return (width - 1) // PIXELS
        frame = image.convert("L").crop(tuple(ring)).point(lambda value: 255 - value)
        frame.paste(0, (width, width, width + right - left, width + bottom - top))
        if frame.getbbox() is not None:
            return (width - 1) // PIXELS
    raise AssertionError("no end of the quiet zone")


@pytest.mark.parametrize("patient", PEOPLE.values(), ids=PEOPLE.keys())
def test_the_quiet_zone_is_wide_enough(patient: Patient) -> None:
    image = picture_of(datamatrix.render(patient, CONTEXT))
    side = len(datamatrix.modules(datamatrix.payload(patient))) * PIXELS
    dot = PIXELS // 2
    left = (image.width - side) // dot // 2 * dot
    top = datamatrix.QUIET_MODULES * PIXELS
    symbol = image.crop((left, top, left + side, top + side))
    assert is_the_symbol(symbol)
    assert quiet_zone(image, (left, top, left + side, top + side)) >= 2


def is_the_symbol(image: Image.Image) -> bool:
    """Whether the crop is the symbol: its left and bottom edges are all black."""
    grey = image.convert("L")
    left = {grey.getpixel((0, y)) for y in range(grey.height)}
    bottom = {grey.getpixel((x, grey.height - 1)) for x in range(grey.width)}
    return left == bottom == {0}


def test_the_picture_is_bilevel_and_knows_its_printed_size() -> None:
    image = picture_of(datamatrix.render(a_child(), CONTEXT))
    assert (image.format, image.mode) == ("PNG", "1")
    across, down = image.info["dpi"]
    module_in_mm = PIXELS / across * 25.4
    assert (round(across, 3), round(module_in_mm, 3)) == (round(down, 3), 0.5)


@pytest.mark.parametrize("dpi", [150, 200, 300])
@pytest.mark.parametrize("patient", PEOPLE.values(), ids=PEOPLE.keys())
def test_the_printed_size_reads_from_an_ordinary_scan(patient: Patient, dpi: int) -> None:
    image = picture_of(datamatrix.render(patient, CONTEXT)).convert("L")
    shrink = dpi / image.info["dpi"][0]
    scan = image.resize(
        (round(image.width * shrink), round(image.height * shrink)), Image.Resampling.BILINEAR
    )
    content = io.BytesIO()
    scan.save(content, "PNG")
    assert by_zxing(content.getvalue()) == [datamatrix.payload(patient).encode()]


def rows_of(image: Image.Image, squares: int) -> list[list[bool]]:
    """The picture in caption dots, from the bottom margin up `squares` rows."""
    dot = PIXELS // 2
    bottom = image.height - datamatrix.QUIET_MODULES * PIXELS
    grey = image.convert("L")
    return [
        [
            grey.getpixel((x + 1, bottom - (squares - row) * dot + 1)) == 0
            for x in range(0, image.width, dot)
        ]
        for row in range(squares)
    ]


def shows(image: Image.Image, text: str) -> bool:
    """Whether the last caption of the picture is `text`, dot for dot."""
    letters = picture.lettering(text)
    drawn = rows_of(image, len(letters))
    left = (len(drawn[0]) - len(letters[0])) // 2
    expected = [
        [False] * left + row + [False] * (len(drawn[0]) - left - len(row)) for row in letters
    ]
    return drawn == expected


def test_only_what_is_not_real_is_captioned_so() -> None:
    fictitious = picture_of(datamatrix.render(a_child(), CONTEXT))
    real = picture_of(datamatrix.render(a_real_patient(), PRODUCTION))
    assert shows(fictitious, "FICTIF")
    assert shows(real, "INS à scanner")
    assert not shows(real, "FICTIF")
    assert by_zxing(datamatrix.render(a_real_patient(), PRODUCTION))


def test_letters_that_are_not_drawn_are_a_fault() -> None:
    with pytest.raises(KeyError):
        picture.lettering("z")
