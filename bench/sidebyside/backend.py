"""The one backend behind every proxy: nginx with a fixed answer, away from the proxy's core."""

from . import answers, nginx

PROGRAM = "nginx"


def start(processes, place):
    folder = place.folder / "backend"
    config = place.written("backend.conf", nginx.configuration(folder, 2, f"""
    default_type text/plain;
    server {{
        listen 127.0.0.1:{place.backend_port};
        location / {{ return 200 "{answers.BODY}"; }}
        location = {answers.SEEN} {{
            return 200 "$http_x_forwarded_for|$http_x_forwarded_proto|$connection_requests";
        }}
    }}"""))
    process = processes.start("backend", nginx.command(folder, config), place.cores.load)
    answers.wait_until_listening(process, place.backend_port, seconds=10)
