"""The few commands that read a card, as bytes: short APDUs of class 00 (cards.md §1.4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, IntEnum, unique

BLOCK = 256
"""What one short READ BINARY gives at most; Le = 0 asks for it."""

MAX_OFFSET = 0x7FFF
"""An offset has 15 bits: the 16th announces a short file identifier."""


@unique
class Sw(IntEnum):
    """Status words the desk knows by name (cards.md §1.4)."""

    OK = 0x9000
    END_OF_FILE = 0x6282
    WRONG_LENGTH = 0x6700
    PROTECTED = 0x6982
    CONDITIONS = 0x6985
    NO_CURRENT_FILE = 0x6986
    NOT_FOUND = 0x6A82
    WRONG_PARAMETERS = 0x6A86
    PAST_THE_END = 0x6B00
    WRONG_INSTRUCTION = 0x6D00
    WRONG_CLASS = 0x6E00
    CARD_TROUBLE = 0x6F00


MORE_DATA = 0x61
"""High byte of « xx more bytes wait »."""

OTHER_LENGTH = 0x6C
"""High byte of « ask again with Le = xx »."""


@unique
class Fid(IntEnum):
    """File identifiers (cards.md §1.3)."""

    MF = 0x3F00
    DIR = 0x2F00
    IDENTITIES = 0x2F02
    POINTERS = 0x2001
    NUMBERS = 0x2002


SFI_IDENTITIES = 2
"""Short file identifier, within the MF, of who is on the card (cards.md §1.3)."""

SFI_NUMBERS = 2
"""Short file identifier, within VITALE, of the numbers in the same order (cards.md §1.3)."""


@unique
class Aid(Enum):
    """Application identifiers (cards.md §1.2)."""

    VITALE = bytes.fromhex("D2500000025649 54414C45")
    MF_VITALE = bytes.fromhex("D250000002 4D465F564954414C45")


@unique
class Ins(IntEnum):
    """Instructions: all of them only read, so any of them may be sent again."""

    SELECT = 0xA4
    READ_BINARY = 0xB0
    GET_RESPONSE = 0xC0


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One short command. `le` is None, or 0 (all there is, up to 256) to 255."""

    ins: Ins
    p1: int
    p2: int
    data: bytes = field(default=b"", repr=False)
    le: int | None = None

    def __bytes__(self) -> bytes:
        head = bytes((0x00, self.ins, self.p1, self.p2))
        body = bytes((len(self.data),)) + self.data if self.data else b""
        tail = b"" if self.le is None else bytes((self.le,))
        return head + body + tail

    def with_le(self, le: int) -> Command:
        """The same command, asking for `le` bytes."""
        return Command(ins=self.ins, p1=self.p1, p2=self.p2, data=self.data, le=le)


def select_file(fid: Fid) -> Command:
    """SELECT by file identifier."""
    return Command(ins=Ins.SELECT, p1=0x00, p2=0x00, data=fid.to_bytes(2, "big"))


def select_application(aid: Aid) -> Command:
    """SELECT by application identifier."""
    return Command(ins=Ins.SELECT, p1=0x04, p2=0x00, data=aid.value)


def read_file(sfi: int) -> Command:
    """READ BINARY of the first block of a short file identifier, which becomes current."""
    return Command(ins=Ins.READ_BINARY, p1=0x80 | sfi, p2=0x00, le=0)


def read_on(offset: int) -> Command:
    """READ BINARY of the block at `offset` of the current file."""
    if not 0 <= offset <= MAX_OFFSET:
        raise ValueError(f"offset {offset} does not fit in 15 bits")
    return Command(ins=Ins.READ_BINARY, p1=offset >> 8, p2=offset & 0xFF, le=0)


def get_response(length: int) -> Command:
    """GET RESPONSE of `length` waiting bytes (0 stands for 256)."""
    return Command(ins=Ins.GET_RESPONSE, p1=0x00, p2=0x00, le=length & 0xFF)
