"""Which core the proxy has to itself, and what else ran there."""

import os
from pathlib import Path

from .machine import Unsuitable

_TICKS = os.sysconf("SC_CLK_TCK")


class Cores:
    """The core of the proxy under test, and the core that backend, load and this script share."""

    def __init__(self, proxy, load):
        self.proxy = proxy
        self.load = load

    @staticmethod
    def choose():
        usable = sorted(os.sched_getaffinity(0))
        if len(usable) < 2:
            raise Unsuitable("cores: 1 usable core was found (expected: 2 or more). "
                             "Load and proxy on one core would measure each other.")
        return Cores(usable[0], usable[1])

    def pin_this_script(self):
        os.sched_setaffinity(0, {self.load})


def busy_seconds(core):
    """Seconds that the core has worked since boot, for whomever; waiting and stolen time not counted."""
    for line in Path("/proc/stat").read_text().splitlines():
        name, *fields = line.split()
        if name == f"cpu{core}":
            user, nice, system, _idle, _iowait, hard, soft = (int(field) for field in fields[:7])
            return (user + nice + system + hard + soft) / _TICKS
    raise Unsuitable(f"/proc/stat: no line for cpu{core}")
