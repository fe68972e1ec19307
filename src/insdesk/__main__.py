"""`insdesk` and `python -m insdesk`: one door, kept light so that a window opens at once."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command asked; returns the exit code."""
    if sys.argv[1:2] == ["cps-component"]:
        # A frozen program is its own interpreter: the process of the CPS library is itself again.
        from insdesk.cards.cryptolib.child import main as serve

        return serve(sys.argv[2:])
    from insdesk import cli

    asked = cli.parse(sys.argv[1:])
    if asked.command == "tour":
        from insdesk.tour import run as play

        return play(asked)
    if asked.command in (None, "demo"):
        # Until the window is painted: what is being imported stays, looking through it takes 20 ms.
        gc.disable()
    from insdesk.app import run

    return run(asked)


if __name__ == "__main__":
    sys.exit(main())
