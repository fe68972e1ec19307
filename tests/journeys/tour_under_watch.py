"""Plays the whole tour in a process of its own, and leaves every file that it wrote behind.

All journeys, through the real windows, with the log open and every logger at its lowest level: ours
and those of all libraries. `python tour_under_watch.py FOLDER`; the home of the desk is kept in it.
"""

from __future__ import annotations

import logging
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from insdesk import log
from insdesk.app import window
from insdesk.paths import private_dir
from insdesk.tour import player
from insdesk.ui import qt_messages


def every_logger_is_open() -> None:
    """As somebody would who looks for a trouble, without any regard."""
    for name in [*logging.root.manager.loggerDict, *log.TALKATIVE, "zeep.transports", None]:
        logging.getLogger(name).setLevel(logging.DEBUG)


def main(folder: Path) -> int:
    home = private_dir(folder / "home")

    @contextmanager
    def kept() -> Iterator[str]:
        yield str(home)

    player.tempfile = types.SimpleNamespace(TemporaryDirectory=kept)  # type: ignore[assignment]
    handler = log.start(private_dir(home / "logs"))
    sys.excepthook = window._excepthook
    every_logger_is_open()
    begun = player._Tour._session

    def session(tour: player._Tour) -> None:
        qt_messages.start()
        every_logger_is_open()  # those that came with the desk
        begun(tour)

    player._Tour._session = session  # type: ignore[method-assign]
    try:
        return player.play(folder / "tour", card_seconds=0.05, insi_seconds=0.05)
    finally:
        log.stop(handler)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
