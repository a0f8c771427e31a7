"""The lines of the table: what was measured, the ratio, the aim beside it. Pure Python."""

from dataclasses import asdict, dataclass

FASTER = "faster"
WITHIN = "within"
MILLION = 1_000_000
COLUMNS = ("what", "ours", "against", "theirs", "ratio", "by CPU", "aim", "")


@dataclass(frozen=True)
class Line:
    """One comparison: two figures of the same unit ("s" or "MB") from the same run.

    With FASTER the ratio is theirs / ours and the aim its least, with WITHIN it is ours / theirs
    and the aim its most; an aim of None compares for information. `ours_cpu` and `theirs_cpu` are
    seconds of work (see `stopwatch`): on a busy machine their ratio is the one to trust.
    """

    what: str
    ours: float
    against: str
    theirs: float
    sense: str = WITHIN
    aim: float = None
    unit: str = "s"
    note: str = ""
    ours_cpu: float = None
    theirs_cpu: float = None

    @classmethod
    def of_laps(cls, what, ours, against, theirs, *args, **kwargs):
        """Return the line that compares two laps of a Stopwatch."""
        cpus = {"ours_cpu": ours["cpu"], "theirs_cpu": theirs["cpu"]}
        return cls(what, ours["seconds"], against, theirs["seconds"], *args, **cpus, **kwargs)

    @property
    def ratio(self):
        """Return the ratio in the line's sense, a float; infinite beside a figure of nothing."""
        return self._ratio(self.ours, self.theirs)

    @property
    def cpu_ratio(self):
        """Return the ratio of the work in the line's sense, None when it was not measured."""
        if self.ours_cpu is None or self.theirs_cpu is None:
            return None
        return self._ratio(self.ours_cpu, self.theirs_cpu)

    def _ratio(self, ours, theirs):
        """Return the ratio of two figures in the line's sense."""
        over, under = (ours, theirs) if self.sense == WITHIN else (theirs, ours)
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
        cpu = "" if self.cpu_ratio is None else f"{self.cpu_ratio:,.1f}x"
        figures = [f"{figure(value)} {self.unit}" for value in (self.ours, self.theirs)]
        return (self.what, figures[0], self.against, figures[1], ratio, cpu, aim, self.verdict)

    def as_dict(self):
        """Return the line for JSON, with its ratios and verdict."""
        ratios = {"ratio": self.ratio, "cpu_ratio": self.cpu_ratio}
        return {**asdict(self), **ratios, "verdict": self.verdict}


def at_a_million(aim, size):
    """Return an aim that is set for a million leads: None for fewer, whose lines only inform."""
    return aim if size >= MILLION else None


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
        cell.rjust(width) if index in (1, 3, 4, 5) else cell.ljust(width)
        for index, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "  ".join(aligned).rstrip()
