"""Whether a proxy is worth measuring: it answers, rightly, as a proxy of this comparison must."""

import http.client
import socket
import ssl
import time

from .processes import DidNotStart

BODY = ("0123456789abcdef" * 64)  # 1 KiB
SEEN = "/seen"  # the backend tells what reached it


class WrongAnswer(Exception):
    """A proxy answered, but not what the comparison needs."""


def wait_until_listening(process, port, seconds):
    """Returns once the port accepts; DidNotStart with the process's last words if it ends or takes too long."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended = process.popen.poll()
        if ended is not None:
            raise DidNotStart(f"{process.name}: ended with exit code {ended} (expected: to listen on {port}). "
                              f"Its last words:\n{process.last_words()}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise DidNotStart(f"{process.name}: not listening on {port} after {seconds} s. Its last words:\n{process.last_words()}")


def check(name, port, chain):
    """WrongAnswer unless it speaks both versions of TLS and body, client address and both keep-alives are right."""
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = ssl.create_default_context(cafile=str(chain))
        context.minimum_version = context.maximum_version = version
        try:
            _check_over(port, context)
        except (WrongAnswer, OSError, http.client.HTTPException, ValueError) as problem:
            raise WrongAnswer(f"{name} over {version.name}: {type(problem).__name__}: {problem}") from problem


def _check_over(port, context):
    connection = http.client.HTTPSConnection("localhost", port, timeout=10, context=context)
    try:
        status, body = _get(connection, "/")
        first_socket = connection.sock
        _expect("status", status, 200)
        _expect("body", body, BODY)
        most = 0
        for _ in range(5):
            status, seen = _get(connection, SEEN)
            _expect("status", status, 200)
            address, protocol, requests = seen.split("|")
            _expect("X-Forwarded-For at the backend", address, "127.0.0.1")
            _expect("X-Forwarded-Proto at the backend", protocol, "https")
            most = max(most, int(requests))
        if connection.sock is not first_socket:
            raise WrongAnswer("the client's connection was closed between requests (expected: keep-alive)")
        if most < 2:
            raise WrongAnswer("every request reached the backend on a new connection (expected: keep-alive)")
    finally:
        connection.close()


def _get(connection, path):
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, response.read().decode("ascii", "replace")


def _expect(what, found, expected):
    if found != expected:
        raise WrongAnswer(f"{what}: {_shortened(found)} (expected: {_shortened(expected)})")


def _shortened(value):
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
