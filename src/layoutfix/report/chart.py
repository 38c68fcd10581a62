"""A histogram of confidences, as the rectangles of a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Bar", "Chart", "Tick", "chart_of"]

BINS = 20
WIDTH, HEIGHT, FLOOR, CEILING = 640, 170, 16, 18
STEP = WIDTH / BINS


@dataclass(frozen=True, slots=True)
class Bar:
    """The findings of a twentieth: what was done stands on the floor, what was left on top of it.

    Attributes:
        label: the confidences, as ``0.90 to 0.95``.
        done: how many findings were applied.
        undone: how many were left.
        x: the left edge in the drawing.
        width: of the bar.
        top: of the part that was left.
        middle: where that ends and what was done begins.
        undone_height: of the upper part.
        done_height: of the lower part.
    """

    label: str
    done: int
    undone: int
    x: float
    width: float
    top: float
    middle: float
    undone_height: float
    done_height: float

    @property
    def total(self) -> int:
        return self.done + self.undone


@dataclass(frozen=True, slots=True)
class Tick:
    """A number below the bars."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(confidences: Sequence[tuple[float, bool]]) -> Chart:
    """The histogram of confidences, each with whether its finding was applied.

    >>> chart = chart_of([(0.91, True), (0.92, False), (1.0, True)])
    >>> [(bar.label, bar.done, bar.undone) for bar in chart.bars if bar.total]
    [('0.90 to 0.95', 1, 1), ('0.95 to 1.00', 1, 0)]
    """
    counts = [[0, 0] for _ in range(BINS)]
    for confidence, applied in confidences:
        counts[min(int(confidence * BINS + 1e-9), BINS - 1)][not applied] += 1
    most = max(map(sum, counts))
    scale = (HEIGHT - FLOOR - CEILING) / max(most, 1)
    bars = []
    for row, (done, undone) in enumerate(counts):
        bottom = HEIGHT - FLOOR
        middle = bottom - done * scale
        bars.append(
            Bar(
                f"{row / BINS:.2f} to {(row + 1) / BINS:.2f}",
                done,
                undone,
                round(row * STEP + 2, 1),
                STEP - 4,
                round(middle - undone * scale, 1),
                round(middle, 1),
                round(undone * scale, 1),
                round(done * scale, 1),
            )
        )
    ticks = tuple(
        Tick(min(max(tenth * WIDTH / 10, 10), WIDTH - 10), f"{tenth / 10:.1f}")
        for tenth in range(0, 11, 2)
    )
    return Chart(tuple(bars), ticks)
