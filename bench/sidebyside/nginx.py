"""What every nginx of a run needs, whether it is the backend or a proxy, and whether or not root started it."""

import os

from . import machine


def command(folder, config):
    return [machine.find("nginx") or "nginx", "-e", "stderr", "-p", folder, "-c", config]


def configuration(folder, workers, http):
    """A whole configuration around the given `http` block: nothing is read or written outside the folder."""
    folder.mkdir()
    temporary = "\n".join(f"    {kind}_temp_path {folder}/{kind};"
                          for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    return f"""
{"user root;" if os.geteuid() == 0 else ""}
daemon off;
worker_processes {workers};
pid {folder}/pid;
error_log stderr warn;
events {{ worker_connections 4096; }}
http {{
{temporary}
    access_log off;
    tcp_nodelay on;
    keepalive_timeout 300s;
    # A connection that ends after a number of requests would put handshakes into the figures.
    keepalive_requests 1000000000;
{http}
}}
"""
