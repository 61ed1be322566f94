"""Starts processes, reads what they used, and ends exactly those."""

import os
import signal
import subprocess
import time
from pathlib import Path

from . import machine

INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM)

_TICKS = os.sysconf("SC_CLK_TCK")
_SESSION, _USER, _CHILDREN_SYSTEM = 3, 11, 14  # proc(5), counted from the field after the name


class DidNotStart(Exception):
    """A process ended, or did not listen in time."""


class Started:
    """One started process with all its descendants: it leads a session of its own, and they stay in it."""

    def __init__(self, name, popen, log):
        self.name = name
        self.popen = popen
        self.log = log

    def pids(self):
        return [pid for pid, fields in _all_stats() if int(fields[_SESSION]) == self.popen.pid]

    def cpu_seconds(self):
        """User and system time of all of them, with that of children they have already buried."""
        return sum(
            sum(int(field) for field in fields[_USER:_CHILDREN_SYSTEM + 1])
            for _, fields in _all_stats()
            if int(fields[_SESSION]) == self.popen.pid
        ) / _TICKS

    def memory_mib(self):
        """Resident and proportional set size over all of them, in MiB."""
        resident = proportional = 0
        for pid in self.pids():
            try:
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            except (FileNotFoundError, ProcessLookupError):
                continue
            sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith(" kB")}
            resident += sizes.get("Rss", 0)
            proportional += sizes.get("Pss", 0)
        return resident / 1024, proportional / 1024

    def last_words(self):
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join("    " + line for line in lines[-10:]) or "    (it wrote nothing)"


class Processes:
    """Every process of this run; `end_all` leaves none of them behind."""

    def __init__(self, folder):
        self._folder = folder
        self._started = []

    def start(self, name, command, core, environment=None, output=subprocess.DEVNULL):
        """Starts a command on one core. Its messages go to NAME.log; so does its output unless `output` says otherwise."""
        log = self._folder / f"{name}.log"
        command = [machine.find("taskset"), "-c", str(core), *map(str, command)]
        # A signal between the start and the entry in the list would leave the process behind.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTIONS)
        try:
            with log.open("ab") as messages:
                popen = subprocess.Popen(
                    command,
                    stdin=subprocess.DEVNULL,
                    stdout=messages if output == subprocess.DEVNULL else output,
                    stderr=messages,
                    cwd=self._folder,
                    env={**os.environ, **(environment or {})},
                    start_new_session=True,
                    preexec_fn=lambda: signal.pthread_sigmask(signal.SIG_SETMASK, mask),
                )
            started = Started(name, popen, log)
            self._started.append(started)
            return started
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def end_all(self):
        self.end(list(self._started))

    def end(self, ones):
        """Asks, waits up to five seconds, then kills: each by its own process id."""
        _signal(ones, signal.SIGTERM)
        patience = time.monotonic() + 5
        while time.monotonic() < patience and any(_alive(one) for one in ones):
            time.sleep(0.05)
        _signal(ones, signal.SIGKILL)
        for one in ones:
            one.popen.wait()
            if one.popen.stdout is not None:
                one.popen.stdout.close()
            if one in self._started:
                self._started.remove(one)


def _alive(started):
    started.popen.poll()
    return bool(started.pids())


def _signal(ones, number):
    for one in ones:
        for pid in one.pids():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass


def _all_stats():
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                text = Path(entry.path, "stat").read_text(errors="replace")
            except (FileNotFoundError, ProcessLookupError):
                continue
            yield int(entry.name), text[text.rindex(")") + 1:].split()
