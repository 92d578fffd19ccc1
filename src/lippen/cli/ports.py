"""Whether a port is free, before anything is started."""

from __future__ import annotations

import socket

from lippen.server.problems import ServerProblem

MOST = 65_535


def refuse_taken(host: str, port: int) -> None:
    """Refuse when something else answers on this port: another site would look like ours."""
    if not 1 <= port <= MOST:
        raise ServerProblem(f"There is no port {port}. Choose one from 1 to {MOST}, such as --port 8000")
    if is_taken(host, port):
        raise ServerProblem(f"Port {port} is in use by another program. Stop it, or choose another: --port {port + 1}")


def is_taken(host: str, port: int) -> bool:
    """Whether the port cannot be ours."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            return True
    return False
