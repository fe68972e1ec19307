"""What a comparison costs, beside the text work that no comparison can do without."""

from __future__ import annotations

import sys
import time

from measures import Figure, figure, paired

from insdesk.identity.compare import compare
from insdesk.identity.normalise import comparison_key
from insdesk.identity.traits import Traits

COMPARISON_BAR = 25.0
PAIRS = 1_000
LETTERS = "ABCDEFGHILMNOPRSTUVEA"


def people(count: int = PAIRS) -> list[tuple[Traits, Traits]]:
    """Invented people, typed with accents and small letters; one INSi side in four disagrees."""
    pairs = []
    for n in range(count):
        name = "".join(LETTERS[(n * step + step) % len(LETTERS)] for step in (3, 5, 7, 11, 13, 17))
        date, other = f"19{n % 80 + 10}-03-0{n % 9 + 1}", f"19{n % 80 + 10}-0{n % 9 + 1}-03"
        known = Traits.from_text(
            birth_name=f"{name.title()} Fictif",
            first_name="Élodie",
            first_names=f"Élodie {name.title()}",
            birth_date=date,
            sex="F",
            birth_place="63999",
        )
        official = Traits.as_received(
            birth_name=f"{name}-FICTIF" if n % 4 == 1 else f"{name} FICTIF",
            first_name=None,
            first_names=f"ELODIE {name} ROSE",
            birth_date=other if n % 4 == 0 else date,
            sex="F",
            birth_place=None if n % 4 == 2 else "63999",
        )
        pairs.append((known, official))
    return pairs


def _least(known: Traits, official: Traits) -> bool:
    """Form K of the four texts, and one equality for each of the six traits: no reason, no rule."""
    return (
        comparison_key(known.birth_name or "") == comparison_key(official.birth_name or "")
        and comparison_key(official.first_names or "").startswith(
            comparison_key(known.first_name or "")
        )
        and known.first_names == official.first_names
        and known.birth_date == official.birth_date
        and known.sex is official.sex
        and known.birth_place == official.birth_place
    )


def comparison(runs: int = 40) -> Figure:
    """A thousand comparisons, against the bare text work on the same thousand pairs."""
    pairs = people()

    def floor() -> None:
        for known, official in pairs:
            _least(known, official)

    def candidate() -> None:
        for known, official in pairs:
            compare(known, official)

    values, floors = paired(candidate, floor, runs)
    return figure("comparaison, le millier", values, floors, COMPARISON_BAR)


def main() -> int:
    """Say how long a hundred thousand comparisons take here, verdict read."""
    pairs = people()
    start = time.perf_counter()
    for _ in range(100_000 // PAIRS):
        for known, official in pairs:
            _ = compare(known, official).verdict
    sys.stdout.write(f"100 000 comparaisons : {time.perf_counter() - start:.2f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
