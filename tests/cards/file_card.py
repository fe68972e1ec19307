"""A card made of files, and the fictitious family of the bench (cards.md §1.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

VITALE_2_ATR = bytes.fromhex("3B751300004509EA9000")
VITALE_1_ATR = bytes.fromhex("3F6525002C09699000")
CPS_4_ATR = bytes.fromhex("3B9B188001001225006480040100009044")
CPS_3_ATR = bytes.fromhex("3BAC00402A00122500648000031000 9000")

AID_VITALE = bytes.fromhex("D250000002564954414C45")
AID_MF_VITALE = bytes.fromhex("D2500000024D465F564954414C45")

IDENTITIES = bytes.fromhex(
    "65 21 80 0C 44 55 50 52 45 2D 46 49 43 54 49 46"
    "81 07 43 41 4D 49 4C 4C 45 82 08 31 39 38 34 30"
    "33 31 37 65 1D 80 0C 44 55 50 52 45 2D 46 49 43"
    "54 49 46 81 03 4E 4F 45 82 08 32 30 31 31 30 39"
    "30 35 65 1E 80 0C 44 55 50 52 45 2D 46 49 43 54"
    "49 46 81 04 4C 49 53 45 82 08 32 30 31 35 30 36"
    "31 32 65 1D 80 0C 44 55 50 52 45 2D 46 49 43 54"
    "49 46 81 03 4D 41 45 82 08 32 30 31 35 30 36 31"
    "32"
)
NUMBERS = bytes.fromhex(
    "65 15 90 02 46 52 93 0F 32 38 34 30 33 39 39 39"
    "39 39 30 34 32 30 37 65 15 90 02 46 52 93 0F 31"
    "31 31 30 39 39 39 39 39 39 31 30 37 37 36 65 15"
    "90 02 46 52 93 0F 32 31 35 30 36 39 39 39 39 39"
    "30 33 31 35 32 65 15 90 02 46 52 93 0F 32 31 35"
    "30 36 39 39 39 39 39 30 33 32 35 31"
)
POINTERS = bytes.fromhex(
    "E0 51 A0 25 82 12 00 01 00 00 D2 50 00 00 02 4D"
    "46 5F 56 49 54 41 4C 45 82 0F 00 02 00 00 D2 50"
    "00 00 02 56 49 54 41 4C 45 80 0C 49 44 45 4E 54"
    "20 20 20 00 01 2F 02 80 0C 4E 49 52 20 20 20 20"
    "20 00 02 20 02 80 0C 56 41 4C 49 44 20 20 20 00"
    "02 20 03"
)
FAMILY = (
    ("DUPRE-FICTIF", "CAMILLE", "19840317", "284039999904207"),
    ("DUPRE-FICTIF", "NOE", "20110905", "111099999910776"),
    ("DUPRE-FICTIF", "LISE", "20150612", "215069999903152"),
    ("DUPRE-FICTIF", "MAE", "20150612", "215069999903251"),
)


def vitale_files(identities: bytes, numbers: bytes) -> dict[str, dict[int, bytes]]:
    """The files of a carte Vitale 2 with these contents."""
    return {
        "MF": {0x2F00: bytes.fromhex("610D4F0BD250000002564954414C45"), 0x2F02: identities},
        "VITALE": {
            0x2001: POINTERS.ljust(160, b"\x00"),
            0x2002: numbers,
            0x2003: bytes.fromhex("660A8008") + b"20210115",
        },
    }


def family_card(**options: object) -> FileCard:
    """The family of four, as dumped: files of 400 and 300 bytes, the rest 00."""
    files = vitale_files(IDENTITIES.ljust(400, b"\x00"), NUMBERS.ljust(300, b"\x00"))
    return FileCard(files, **options)  # type: ignore[arg-type]


def cps_card() -> FileCard:
    """A CPS 4 put in any slot: it refuses to be read, and nothing should ever be asked."""
    return FileCard({"MF": {}}, atr=CPS_4_ATR)


class FileCard:
    """The operating system of a card that only reads: `{"MF": {fid: bytes}, "VITALE": …}`.

    `t0` makes it answer `61xx` and `6Cxx` as T=0 cards do. `refuse` gives a status word to some
    commands, by application selected. It is a `CardLink`, and may sit in a `VirtualCard`.
    """

    def __init__(
        self,
        files: Mapping[str, Mapping[int, bytes]],
        *,
        atr: bytes = VITALE_2_ATR,
        t0: bool = True,
        refuse: Callable[[str, bytes], int | None] = lambda _app, _command: None,
    ) -> None:
        self.files = files
        self.atr = atr
        self.t0 = t0
        self.refuse = refuse
        self.commands: list[bytes] = []
        self._app = "MF"
        self._fid: int | None = None
        self._pending = b""

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        """Data and status word of SELECT, READ BINARY or GET RESPONSE."""
        answer = self._answer(command)
        return answer[:-2], int.from_bytes(answer[-2:], "big")

    def _answer(self, command: bytes) -> bytes:
        self.commands.append(command)
        refused = self.refuse(self._app, command)
        if refused is not None:
            return refused.to_bytes(2, "big")
        if len(command) < 4:
            return b"\x67\x00"
        if command[0] & 0xFC:
            return b"\x6e\x00"
        match command[1]:
            case 0xA4:
                return self._select(command)
            case 0xB0:
                return self._read(command)
            case 0xC0:
                data, self._pending = self._pending, b""
                return data + b"\x90\x00" if data else b"\x69\x85"
        return b"\x6d\x00"

    def _select(self, command: bytes) -> bytes:
        p1, data = command[2], command[5 : 5 + command[4]] if len(command) > 5 else b""
        names = {AID_MF_VITALE: "MF", AID_VITALE: "VITALE"}
        app = names.get(data) if p1 == 0x04 else "MF" if data == b"\x3f\x00" else None
        if app is not None and app in self.files:
            self._app, self._fid = app, None
        elif len(data) == 2 and int.from_bytes(data, "big") in self.files[self._app]:
            self._fid = int.from_bytes(data, "big")
        else:
            return b"\x6a\x82"
        description = b"\x6f" + bytes((len(data) + 2,)) + b"\x84" + bytes((len(data),)) + data
        if not self.t0:
            return description + b"\x90\x00"
        self._pending = description
        return bytes((0x61, len(description)))

    def _read(self, command: bytes) -> bytes:
        p1, p2 = command[2], command[3]
        files = self.files[self._app]
        offset = p1 << 8 | p2
        if p1 & 0x80:
            self._fid = next((fid for fid in files if fid & 0x1F == p1 & 0x1F), None)
            offset = p2
            if self._fid is None:
                return b"\x6a\x82"
        if self._fid is None:
            return b"\x69\x86"
        body = files[self._fid]
        if offset >= len(body):
            return b"\x6b\x00"
        left = body[offset : offset + 256]
        wanted = command[4] or 256
        if wanted > len(left):
            return bytes((0x6C, len(left))) if self.t0 else left + b"\x62\x82"
        return left[:wanted] + b"\x90\x00"
