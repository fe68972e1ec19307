"""How a figure is taken: candidate and floor in turn, in one run; medians, a ratio, a bar."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of `bench.json`. `value` and `floor` are medians, in `unit`, of `runs` runs."""

    name: str
    value: float
    unit: str
    floor: float
    ratio: float
    bar: float
    holds: bool
    runs: int

    def as_json(self) -> dict[str, object]:
        """The line, rounded to what the clock can say."""
        return {
            key: round(value, 3) if isinstance(value, float) else value
            for key, value in asdict(self).items()
        }


def figure(name: str, values: list[float], floors: list[float], bar: float) -> Figure:
    """Compare milliseconds with their floor."""
    value, floor = statistics.median(values), statistics.median(floors)
    ratio = value / floor
    return Figure(
        name=name,
        value=value,
        unit="ms",
        floor=floor,
        ratio=ratio,
        bar=bar,
        holds=ratio <= bar,
        runs=len(values),
    )


def paired(
    candidate: Callable[[], object], floor: Callable[[], object], runs: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of each, in turn, after one unmeasured round."""
    candidate()
    floor()
    values, floors = [], []
    for _ in range(runs):
        floors.append(milliseconds(floor))
        values.append(milliseconds(candidate))
    return values, floors


def milliseconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    start = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - start) / 1e6
