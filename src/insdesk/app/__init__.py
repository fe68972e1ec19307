"""The composition root: the only place where use cases meet real or simulated devices.

`build.build_desk` connects, `edges` chooses what is real, `window` opens the windows, `commands`
answers the command line. May import everything below; nothing imports it but `tour`.
"""

from __future__ import annotations

import argparse


def run(asked: argparse.Namespace) -> int:
    """Run one command; returns the exit code. Windows and commands are imported when asked."""
    if asked.command in (None, "demo"):
        from insdesk.app.window import run as open_window

        return open_window(asked)
    from insdesk.app.commands import run as answer

    return answer(asked)
