"""The table and the words around it, as Markdown that can go into docs/performance.md."""

import datetime
from statistics import median

from . import machine

_STRANGERS_MATTER = 0.05
_HEADER = ("proxy", "requests/s", "CPU µs/request", "ratio", "p50 ms", "p99 ms", "RSS MiB", "PSS MiB",
           "proxy core", "others there", "load core", "failed")


def failed_requests(turns):
    return sum(turn.load.failed for taken in turns.values() for turn in taken)


def print_report(options, cores, ready, turns, left_out):
    print(f"W1: HTTP/1.1 keep-alive over TLS, 1 KiB answers, {options.connections} connections; "
          f"medians of {options.rounds} rounds of {options.seconds} s after {options.warmup} s of warm-up.")
    print(f"{datetime.date.today()}; {machine.describe()}; proxy on core {cores.proxy}, load and backend on core {cores.load}.")
    versions = [(proxy.name, proxy.version_line()) for proxy in ready]
    versions.append(("wrk", machine.first_line_of(machine.find("wrk"), "-v")))
    versions.append(("openssl", machine.first_line_of(machine.find("openssl"), "version")))
    for name, version in versions:
        print(f"- {name}: {version or 'does not tell its version'}")
    print()
    _print_table([_HEADER] + [_row(name, taken, _ratio(taken, turns)) for name, taken in turns.items()])
    print()
    print("ratio: CPU per request to the better of nginx and HAProxy in the same round. The cores' columns are shares of time.")
    for name in left_out:
        print(f"{name}: not measured, see the messages above.")
    if failed_requests(turns):
        print("Requests failed: the figures of that proxy mean nothing until that is understood.")
    if any(turn.stranger_share > _STRANGERS_MATTER for taken in turns.values() for turn in taken):
        print("Other processes worked on the proxy's core: rates and latencies are worse than they could be. "
              "Run again on a quiet machine.")


def _ratio(taken, turns):
    """Median over the rounds: a round in which the whole machine was slow then counts no more than another."""
    peers = [turns[name] for name in ("nginx", "haproxy") if name in turns]
    if not peers:
        return None
    return median(turn.cpu_micros / min(peer[number].cpu_micros for peer in peers) for number, turn in enumerate(taken))


def _row(name, taken, ratio):
    def middle(figure):
        return median(figure(turn) for turn in taken)

    return (
        name,
        f"{middle(lambda turn: turn.load.rate):.0f}",
        f"{middle(lambda turn: turn.cpu_micros):.1f}",
        "–" if ratio is None else f"{ratio:.2f}",
        f"{middle(lambda turn: turn.load.p50) / 1000:.2f}",
        f"{middle(lambda turn: turn.load.p99) / 1000:.2f}",
        f"{middle(lambda turn: turn.resident):.0f}",
        f"{middle(lambda turn: turn.proportional):.0f}",
        f"{middle(lambda turn: turn.proxy_share):.0%}",
        f"{middle(lambda turn: turn.stranger_share):.0%}",
        f"{middle(lambda turn: turn.load_share):.0%}",
        str(sum(turn.load.failed for turn in taken)),
    )


def _print_table(rows):
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADER))]
    for number, row in enumerate(rows):
        cells = [row[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("| " + " | ".join(cells) + " |")
        if number == 0:
            rules = ["-" * widths[0]] + ["-" * (width - 1) + ":" for width in widths[1:]]
            print("| " + " | ".join(rules) + " |")
