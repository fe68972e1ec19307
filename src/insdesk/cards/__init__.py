"""Talking to smart cards: APDU and TLV bytes, carte Vitale, CPS, PC/SC.

Values leave this package, bytes do not; every failure is a leaf of `CardError`. Nothing read from
a card is kept or logged. `pcsc` and `watch` alone touch the PC/SC library, and import it only
when used: the desk starts without it. May import `identity` and the leaves.
"""

from insdesk.cards.cps import CpsModule, CpsSession, recognise
from insdesk.cards.link import CardLink
from insdesk.cards.reader import CardSigner, PcscCards
from insdesk.cards.vitale import read

__all__ = ["CardLink", "CardSigner", "CpsModule", "CpsSession", "PcscCards", "read", "recognise"]
