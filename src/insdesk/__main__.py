"""`insdesk` and `python -m insdesk`: one door, kept light so that a window opens at once."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command asked; returns the exit code."""
    from insdesk import cli

    asked = cli.parse(sys.argv[1:])
    if asked.command == "tour":
        from insdesk import tour

        return tour.run(asked)
    from insdesk import app

    return app.run(asked)


if __name__ == "__main__":
    sys.exit(main())
