"""One measured turn of one proxy."""

import time
from dataclasses import dataclass

from . import load
from .cores import busy_seconds


@dataclass(frozen=True)
class Turn:
    """What one turn gave; CPU in microseconds per request, memory in MiB under load, core shares from 0 to 1."""

    load: load.Load
    cpu_micros: float
    resident: float
    proportional: float
    proxy_share: float
    stranger_share: float
    load_share: float


def take_turn(processes, place, proxy, options):
    cores = place.cores
    began, cpu = time.monotonic(), proxy.process.cpu_seconds()
    proxy_core, load_core = busy_seconds(cores.proxy), busy_seconds(cores.load)
    wrk = load.begin(processes, place, proxy.port, options.connections, options.seconds)
    time.sleep(options.seconds * 0.75)
    resident, proportional = proxy.process.memory_mib()
    result = load.finish(processes, wrk, options.seconds)
    cpu = proxy.process.cpu_seconds() - cpu
    elapsed = time.monotonic() - began
    return Turn(
        load=result,
        cpu_micros=cpu * 1_000_000 / result.requests,
        resident=resident,
        proportional=proportional,
        proxy_share=cpu / elapsed,
        stranger_share=max(0.0, (busy_seconds(cores.proxy) - proxy_core - cpu) / elapsed),
        load_share=(busy_seconds(cores.load) - load_core) / elapsed,
    )
