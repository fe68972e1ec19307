"""Another program of the machine that uses the same reader: run as a program, told by its input.

Arguments: the name of the reader and what to do, `exclusive` (connect alone) or `transaction`.
It says `held` once it has the card, and lets go of it when its input ends.
"""

from __future__ import annotations

import sys

from smartcard import scard


def main(reader: str, what: str) -> None:
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    alone = what == "exclusive"
    share = scard.SCARD_SHARE_EXCLUSIVE if alone else scard.SCARD_SHARE_SHARED
    code, card, _ = scard.SCardConnect(context, reader, share, scard.SCARD_PROTOCOL_ANY)
    if code == scard.SCARD_S_SUCCESS and not alone:
        code = scard.SCardBeginTransaction(card)
    sys.stdout.write("held\n" if code == scard.SCARD_S_SUCCESS else f"{code & 0xFFFFFFFF:08X}\n")
    sys.stdout.flush()
    sys.stdin.read()
    if not alone:
        scard.SCardEndTransaction(card, scard.SCARD_LEAVE_CARD)
    scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
    scard.SCardReleaseContext(context)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
