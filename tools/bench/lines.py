"""The lines of the table: what was measured, the ratio, the aim beside it. Pure Python."""

from dataclasses import asdict, dataclass

FASTER = "faster"
WITHIN = "within"
COLUMNS = ("what", "ours", "against", "theirs", "ratio", "aim", "")


@dataclass(frozen=True)
class Line:
    """One comparison: two figures of the same unit ("s" or "MB") from the same run.

    With FASTER the ratio is theirs / ours and the aim its least, with WITHIN it is ours / theirs
    and the aim its most; an aim of None compares for information.
    """

    what: str
    ours: float
    against: str
    theirs: float
    sense: str = WITHIN
    aim: float = None
    unit: str = "s"
    note: str = ""

    @property
    def ratio(self):
        """Return the ratio in the line's sense, a float; infinite beside a figure of nothing."""
        over, under = (self.ours, self.theirs) if self.sense == WITHIN else (self.theirs, self.ours)
        return over / under if under else float("inf")

    @property
    def verdict(self):
        """Return in words whether the aim was met, "" without an aim."""
        if self.aim is None:
            return ""
        met = self.ratio >= self.aim if self.sense == FASTER else self.ratio <= self.aim
        return "met" if met else "NOT MET"

    def cells(self):
        """Return the texts of the line, one for each of COLUMNS."""
        aim = "" if self.aim is None else f"{'>=' if self.sense == FASTER else '<='} {self.aim:g}x"
        ratio = f"{self.ratio:,.1f}x {'faster' if self.sense == FASTER else 'of it'}"
        figures = [f"{figure(value)} {self.unit}" for value in (self.ours, self.theirs)]
        return (self.what, figures[0], self.against, figures[1], ratio, aim, self.verdict)

    def as_dict(self):
        """Return the line for JSON, with its ratio and verdict."""
        return {**asdict(self), "ratio": self.ratio, "verdict": self.verdict}


def figure(value):
    """Return a number with about three digits: 0.0012, 3.45, 67.8, 12,345."""
    if value >= 100:
        return f"{value:,.0f}"
    for limit, digits in ((10, 1), (1, 2), (0.1, 3)):
        if value >= limit:
            return f"{value:.{digits}f}"
    return f"{value:.2g}"


def table(lines):
    """Return the lines as text: aligned columns, a line's note under it."""
    rows = [COLUMNS, *(line.cells() for line in lines)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(COLUMNS))]
    texts = [_aligned(COLUMNS, widths), "-" * (sum(widths) + 2 * len(widths) - 2)]
    for line in lines:
        texts.append(_aligned(line.cells(), widths))
        texts += [f"    {line.note}"] if line.note else []
    return "\n".join(texts)


def _aligned(cells, widths):
    """Return one row of the table; figures and ratios stand to the right."""
    aligned = (
        cell.rjust(width) if index in (1, 3, 4) else cell.ljust(width)
        for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join(aligned).rstrip()
