"""How each proxy is set up: the same work, each in its own words."""

import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import machine, nginx
from .cores import Cores
from .processes import Started


@dataclass(frozen=True)
class Place:
    """What all proxies of one run share."""

    checkout: Path
    folder: Path
    certificate: machine.Certificate
    backend_port: int
    cores: Cores

    def written(self, name, text):
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o600)
        return path


@dataclass
class Proxy:
    """One proxy, ready to be started; `check` is a command that must succeed before (None: nothing to check)."""

    name: str
    port: int
    command: list
    version: list
    package: str
    check: list | None = None
    environment: dict | None = None
    process: Started | None = None

    def obstacle(self):
        """Why it cannot be started here, or None."""
        if machine.find(self.command[0]) is None:
            return f"{self.command[0]}: not found. {self.package}."
        if self.check is None:
            return None
        try:
            done = subprocess.run(self.check, capture_output=True, text=True, timeout=600, stdin=subprocess.DEVNULL,
                                  check=False)
        except subprocess.TimeoutExpired:
            return f"{shlex.join(self.check)}: not done after 600 s."
        if done.returncode != 0:
            lines = (done.stderr.strip() or done.stdout.strip()).splitlines()[-10:]
            words = "\n".join("    " + line for line in lines)
            return f"{shlex.join(self.check)}: exit code {done.returncode} (expected: 0). It said:\n{words}\n"
        return None

    def version_line(self):
        return machine.first_line_of(machine.find(self.version[0]) or self.version[0], *self.version[1:])


def nginx_proxy(place, port):
    folder = place.folder / "nginx"
    config = place.written("nginx.conf", nginx.configuration(folder, 1, f"""
    upstream backend {{
        server 127.0.0.1:{place.backend_port};
        keepalive 128;
        keepalive_requests 1000000000;
        keepalive_timeout 60s;
    }}
    server {{
        listen 127.0.0.1:{port} ssl;
        server_name bench.test localhost;
        ssl_certificate {place.certificate.chain};
        ssl_certificate_key {place.certificate.key};
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_session_cache shared:tls:10m;
        location / {{
            proxy_pass http://backend;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_set_header X-Forwarded-For $remote_addr;
            proxy_set_header X-Forwarded-Proto https;
            proxy_set_header X-Forwarded-Host $http_host;
        }}
    }}"""))
    return Proxy("nginx", port, nginx.command(folder, config), ["nginx", "-v"], "Debian package: nginx")


def haproxy(place, port):
    config = place.written("haproxy.cfg", f"""
global
    nbthread 1
    maxconn 4096
    ssl-default-bind-options ssl-min-ver TLSv1.2
defaults
    mode http
    timeout connect 5s
    timeout client 300s
    timeout server 300s
    timeout http-keep-alive 300s
    option http-keep-alive
    http-reuse always
frontend tls
    bind 127.0.0.1:{port} ssl crt {place.certificate.joined} alpn h2,http/1.1
    http-request set-header X-Forwarded-For %[src]
    http-request set-header X-Forwarded-Proto https
    http-request set-header X-Forwarded-Host %[req.hdr(host)]
    default_backend backend
backend backend
    server backend 127.0.0.1:{place.backend_port} pool-max-conn 128
""")
    return Proxy("haproxy", port, ["haproxy", "-db", "-f", config], ["haproxy", "-v"], "Debian package: haproxy")


def caddy(place, port):
    config = place.written("Caddyfile", f"""
{{
    admin off
    auto_https off
    servers {{
        protocols h1 h2
    }}
}}
https://localhost:{port}, https://bench.test:{port} {{
    bind 127.0.0.1
    tls {place.certificate.chain} {place.certificate.key} {{
        protocols tls1.2 tls1.3
    }}
    reverse_proxy 127.0.0.1:{place.backend_port} {{
        transport http {{
            keepalive_idle_conns_per_host 128
            compression off
        }}
    }}
}}
""")
    own = str(place.folder / "caddy")
    return Proxy("caddy", port, ["caddy", "run", "--config", config, "--adapter", "caddyfile"], ["caddy", "version"],
                 "Debian package: caddy",
                 environment={"GOMAXPROCS": "1", "HOME": own, "XDG_DATA_HOME": own, "XDG_CONFIG_HOME": own})


def portcullis(place, port):
    config = place.written("portcullis.yaml", f"""
listen:
  https: ["127.0.0.1:{port}"]
sites:
  - hosts: [bench.test, localhost]
    upstream: http://127.0.0.1:{place.backend_port}
    kind: generic
    expose:
      - paths: ["/**"]
        from: [lan]
certificates:
  files: {{certificate: {place.certificate.chain}, key: {place.certificate.key}}}
protection:
  rate_limits:
    request: {{rate: 1000000/s, burst: 1000000}}
    connection: {{rate: 1000000/s, burst: 1000000, open: 100000}}
state: {place.folder / "state"}
""")
    (place.folder / "state").mkdir(mode=0o700)
    program = shlex.split(os.environ.get("PORTCULLIS_CMD", "")) or [str(place.checkout / "portcullis")]
    return Proxy("portcullis", port, [*program, "run", "--config", str(config)], [*program, "--version"],
                 "It stands in the root of a checkout; PORTCULLIS_CMD names another one",
                 check=[*program, "check", "--config", str(config)])


RECIPES = {"nginx": nginx_proxy, "haproxy": haproxy, "caddy": caddy, "portcullis": portcullis}
NAMES = tuple(RECIPES)
