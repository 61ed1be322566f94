"""What this machine has: programs, free ports, a certificate, and the words for the report."""

import os
import platform
import shutil
import socket
import subprocess
from collections import namedtuple
from pathlib import Path

Certificate = namedtuple("Certificate", "chain key joined")

_PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin:/usr/bin"


class Unsuitable(Exception):
    """This machine cannot give figures that mean anything."""


def find(program):
    """The program's path, or None; Debian's server programs are not on every user's PATH."""
    return shutil.which(program, path=_PATH)


def free_ports(count):
    """Ports nobody listens on now, on 127.0.0.1 and, where there is one, on ::1 (`localhost` may mean both)."""
    held, ports = [], []
    try:
        while len(ports) < count:
            four = socket.socket(socket.AF_INET)
            held.append(four)
            four.bind(("127.0.0.1", 0))
            port = four.getsockname()[1]
            try:
                six = socket.socket(socket.AF_INET6)
                held.append(six)
                six.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                six.bind(("::1", port))
            except OSError as problem:
                if problem.errno == 98:  # in use there: try another
                    continue
            ports.append(port)
        return ports
    finally:
        for one in held:
            one.close()


def certificate(folder):
    """A self-signed P-256 certificate for bench.test and localhost; HAProxy wants chain and key in one file."""
    chain, key, joined = folder / "certificate.pem", folder / "key.pem", folder / "joined.pem"
    subprocess.run(
        [find("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
         "-days", "2", "-subj", "/CN=bench.test", "-addext", "subjectAltName=DNS:bench.test,DNS:localhost",
         "-keyout", str(key), "-out", str(chain)],
        check=True, capture_output=True)
    joined.write_text(chain.read_text() + key.read_text())
    joined.chmod(0o600)
    return Certificate(chain, key, joined)


def first_line_of(*command):
    """The first line a command prints (a version, mostly), or None if it is not understood."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, stdin=subprocess.DEVNULL, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode > 1:  # wrk tells its version with 1
        return None
    lines = (done.stdout.strip() or done.stderr.strip()).splitlines()
    return lines[0].strip() if lines else None


def describe():
    """Processor, cores, kernel and system in one line."""
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                  if line.startswith("model name")), platform.machine())
    system = next((line.split("=", 1)[1].strip('"') for line in Path("/etc/os-release").read_text().splitlines()
                   if line.startswith("PRETTY_NAME=")), platform.system())
    return f"{model}, {os.cpu_count()} cores, {system}, Linux {platform.release()}"
