"""What may never be written, and how it is looked for: in clear, and in every usual disguise.

A name in UTF-16, in base64, percent-encoded, backwards, compressed, or a number cut in groups is
still a name or a number. Long words are looked for anywhere; short ones only in clear, alone.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote_plus

from insdesk.simulator.cps import PIN
from insdesk.simulator.people import PEOPLE, Person

TYPED = "Filigrane-Fictif"
"""Typed in a field; known to nobody else."""

WRONG_PIN = "90817"
OUR_WORDS = {"matricule", "provisoire"}
"""Words of the trade that people of the simulator bear as names."""

LONG = 8
"""Letters or digits from which a word cannot come by chance out of noise."""


def said_of(one: Person) -> Iterator[str]:
    """Every way to write what is known of a person."""
    day = one.birth_date
    year, month, of_month = day.split("-")
    yield from (one.birth_name, one.used_name or "", one.card_name or "", *one.first_names.split())
    yield from (one.number, one.number_on_card, one.insured or "", one.card_first_name or "")
    yield from (day, day.replace("-", ""), f"{of_month}/{month}/{year}", f"{of_month}{month}{year}")
    yield from (name.encode("latin-1").hex() for name in one.on_card)
    yield from (name.encode("latin-1").hex(" ") for name in one.on_card)


def bare(text: str) -> str:
    opened = unicodedata.normalize("NFD", text)
    return "".join(one for one in opened if not unicodedata.combining(one)).casefold()


def words() -> set[str]:
    known = {bare(word) for one in PEOPLE for word in said_of(one) if len(word) > 2}
    return (known - OUR_WORDS) | {bare(TYPED), PIN, WRONG_PIN}


def _either(known: set[str]) -> str:
    return "|".join(map(re.escape, sorted(known)))


MARKS = re.compile(rf"(?<![^\W_])(?<!-)({_either(words())})(?![^\W_])(?!-)")
"""A word of somebody, alone: an underscore ends it, as in the name of a file."""

BURIED = re.compile(_either({one for one in words() if len(one) >= LONG and " " not in one}))
"""A long one, anywhere."""

MESSAGE = re.compile(r"(?<!\")(?<! in )</?\w|Envelope|SignatureValue|NumIdentifiant|xmlns")
"""A tag, but for the frames of a traceback, such as `in <lambda>`."""

COMMAND = re.compile(r"(?i)\b00 ?(a4|b0) ?[0-9a-f]{2}|\b[0-9a-f]{24,}\b|\b([0-9a-f]{2} ){8}")

_TIMED = re.compile(rb"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} ")
_ENCODED = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEX = re.compile(rb"(?:[0-9A-Fa-f]{2}[ :]?){8,}")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_GROUPS = re.compile(r"(?<=\d)[\s.\-|/\u00a0\u202f]+(?=\d)")


def leaks(text: str) -> list[str]:
    """What is found in clear, with what stands around it."""
    found = [MARKS.search(bare(text)), MESSAGE.search(text), COMMAND.search(text)]
    return [text[max(0, one.start() - 80) : one.end() + 60] for one in found if one is not None]


def disguised(content: bytes) -> list[str]:
    """What is found once these bytes are read in every other way: the ways that found some."""
    return [way for way, text in disguises(content) if BURIED.search(bare(text))]


def disguises(content: bytes) -> Iterator[tuple[str, str]]:
    """Every text that these bytes may stand for, with the name of the way."""
    text = content.decode("utf-8", "replace")
    yield "as it is", text
    yield "latin-1", content.decode("latin-1")
    yield "utf-16", content.replace(b"\0", b"").decode("utf-8", "replace")
    yield "percent", unquote_plus(text)
    yield "entities", html.unescape(text)
    yield "escapes", _ESCAPE.sub(lambda one: chr(int(one[1] or one[2], 16)), text)
    yield "backwards", text[::-1]
    yield "groups", _GROUPS.sub("", text)
    yield "spaced letters", re.sub(r"(?<=\w)[ .\-](?=\w\b)", "", text)
    yield "base64", " ".join(_unpacked(content))
    yield (
        "hexadecimal",
        " ".join(
            bytes.fromhex(re.sub("[ :]", "", one[0].decode())).decode("latin-1")
            for one in _HEX.finditer(content)
        ),
    )
    yield "compressed", " ".join(_inflated(content))


def _unpacked(content: bytes) -> Iterator[str]:
    for one in _ENCODED.finditer(content):
        run = one[0].rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        for start in range(4):
            part = run[start:]
            part = part[: len(part) - (len(part) % 4 == 1)]
            try:
                found = base64.b64decode(part + b"=" * (-len(part) % 4))
            except (binascii.Error, ValueError):
                continue
            yield found.replace(b"\0", b"").decode("latin-1")
            yield found.decode("utf-8", "replace")


def _inflated(content: bytes) -> Iterator[str]:
    for begin in (b"\x1f\x8b", b"\x78"):
        place = content.find(begin)
        while 0 <= place < 4096:
            with suppress(zlib.error):
                inflated = zlib.decompressobj(47).decompress(content[place:], 1 << 20)
                yield inflated.decode("utf-8", "replace")
            place = content.find(begin, place + 1)


def searched(home: Path, base: str, *, only_names: frozenset[str] = frozenset()) -> int:
    """How many files below `home` hold nothing of anybody, their names included; not the base.

    Of files with a suffix in `only_names` the name alone is looked at: they are made to hold
    somebody (an export), or are a picture.
    """
    clean = 0
    for path in sorted(home.rglob("*")):
        name = str(path.relative_to(home))
        assert (leaks(name), disguised(name.encode())) == ([], []), "in the name of a file"
        if not path.is_file() or path.name.startswith(base) or path.suffix in only_names:
            continue
        content = path.read_bytes()
        if _TIMED.match(content):  # a log: what is said again and again is searched once
            content = b"\n".join(dict.fromkeys(_TIMED.sub(b"", content).splitlines()))
        found = leaks(content.decode("utf-8", "replace")), disguised(content)
        assert found == ([], []), f"in {name}"
        clean += 1
    return clean
