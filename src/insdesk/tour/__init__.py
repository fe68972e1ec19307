"""The main job played through the real windows on fictitious people: pictures, exports, figures.

Cards take 3 s and INSi 5 s unless told otherwise, so that the longest gap of the event loop means
something. May import everything; nothing imports it.
"""

from __future__ import annotations

import argparse


def run(asked: argparse.Namespace) -> int:
    """Play the tour of `insdesk tour`; 0 when every journey reached its end, else 1."""
    from insdesk.tour.player import play

    return play(asked.out, card_seconds=asked.card_seconds, insi_seconds=asked.insi_seconds)
