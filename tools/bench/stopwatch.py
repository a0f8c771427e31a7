"""Seconds on the clock and seconds of work; runs in Odoo.

The clock says what people wait for. The work, CPU time of this process and of its session in the
database, hardly changes with what else the machine is doing: ratios of it hold on a busy machine.
"""

import os
import statistics
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class Stopwatch:
    """Runs from its making; `lap()` gives what was spent since then or since the last lap."""

    def __init__(self, cr):
        cr.execute("SELECT pg_backend_pid()")
        self.session = Path("/proc") / str(cr.fetchone()[0])
        self.start = self._now()

    def lap(self):
        """Return {"seconds", "cpu"}; cpu is None when the database is on another machine."""
        now, before = self._now(), self.start
        self.start = now
        cpu = None if now[1] is None else now[1] - before[1]
        return {"seconds": now[0] - before[0], "cpu": cpu}

    def _now(self):
        """Return (seconds on the clock, CPU seconds until now or None)."""
        try:
            name, rest = (self.session / "stat").read_text().rsplit(")", 1)
        except OSError:
            return time.monotonic(), None
        if "postgres" not in name:
            return time.monotonic(), None
        user, system = map(int, rest.split()[11:13])
        return time.monotonic(), time.process_time() + (user + system) / TICKS


def typical(laps):
    """Return what one of these laps spends: the median on the clock, the mean of the work, which
    the system counts in hundredths of a second."""
    cpus = [lap["cpu"] for lap in laps]
    cpu = None if None in cpus else statistics.mean(cpus)
    return {"seconds": statistics.median(lap["seconds"] for lap in laps), "cpu": cpu}


def together(*laps):
    """Return the sum of laps as one."""
    cpus = [lap["cpu"] for lap in laps]
    cpu = None if None in cpus else sum(cpus)
    return {"seconds": sum(lap["seconds"] for lap in laps), "cpu": cpu}
