"""`make bench`: every figure beside its floor, in the same run, to `build/bench.json`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from base_survey import survey
from card_to_list import insertion
from rules_cost import comparison
from start_and_list import first_paint, keystroke
from wire_and_disk import commit, soap

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    """Measure, write, say; 1 when a bar does not hold."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        figures = [
            first_paint(folder),
            keystroke(folder),
            commit(folder),
            soap(),
            *insertion(folder),
            *survey(folder),
            comparison(),
        ]
    target = ROOT / "build" / "bench.json"
    target.parent.mkdir(exist_ok=True)
    lines = [figure.as_json() for figure in figures]
    target.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")
    for figure in figures:
        verdict = "tient" if figure.holds else "NE TIENT PAS"
        sys.stdout.write(
            f"{figure.name:32} {figure.value:9.2f} ms, plancher {figure.floor:8.2f} ms, "
            f"rapport {figure.ratio:5.2f} pour {figure.bar:4.1f} : {verdict}\n"
        )
    sys.stdout.write(f"{target.relative_to(ROOT)}\n")
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
