"""The load: wrk over TLS, and its counts as numbers."""

import json
import subprocess
from dataclasses import dataclass

from . import machine

# wrk's own report is rounded for people; this gives the raw microseconds.
_REPORT = """
done = function(summary, latency, requests)
    local errors = summary.errors
    io.write(string.format(
        '\\nRESULT {"requests": %d, "micros": %d, "p50": %d, "p99": %d, "failed": %d}\\n',
        summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""

# Without this every proxy would end up with a cipher of its own taste.
_CIPHER = """
openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = defaults
[defaults]
CipherString = ECDHE-ECDSA-AES128-GCM-SHA256
Ciphersuites = TLS_AES_128_GCM_SHA256
"""


class LoadFailed(Exception):
    """wrk did not bring back a result."""


@dataclass(frozen=True)
class Load:
    """What wrk counted; latencies in microseconds."""

    requests: int
    micros: int
    p50: int
    p99: int
    failed: int

    @property
    def rate(self):
        return self.requests * 1_000_000 / self.micros


def begin(processes, place, port, connections, seconds):
    """Starts the load and returns at once; `finish` has the result."""
    script = place.written("report.lua", _REPORT)
    cipher = place.written("openssl.cnf", _CIPHER)
    command = [machine.find("wrk"), "-t", "1", "-c", connections, "-d", f"{seconds}s", "--timeout", "5s",
               "-s", script, f"https://localhost:{port}/"]
    return processes.start("wrk", command, place.cores.load, {"OPENSSL_CONF": str(cipher)}, subprocess.PIPE)


def finish(processes, wrk, seconds):
    """Waits for the load's end; LoadFailed if it does not end or answers nothing."""
    try:
        output = wrk.popen.communicate(timeout=seconds + 15)[0].decode(errors="replace")
    except subprocess.TimeoutExpired:
        raise LoadFailed(f"wrk: not done {seconds + 15} s after its start (expected: {seconds} s)") from None
    finally:
        processes.end([wrk])
    for line in output.splitlines():
        if line.startswith("RESULT "):
            load = Load(**json.loads(line.removeprefix("RESULT ")))
            if load.requests == 0:
                raise LoadFailed(f"wrk: not one request was answered in {seconds} s ({load.failed} failures)")
            return load
    raise LoadFailed(f"wrk: no result, exit code {wrk.popen.returncode}. Its last words:\n{wrk.last_words()}")


def run(processes, place, port, connections, seconds):
    return finish(processes, begin(processes, place, port, connections, seconds), seconds)
