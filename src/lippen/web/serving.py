"""The web server's own refusals, in our words: what it cannot read never reaches Django, so it answers by itself."""

from __future__ import annotations

import socket
import time
from contextlib import suppress

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

UNREAD = {LimitRequestLine: 414, LimitRequestHeaders: 431}
REST_SECONDS = 1.0
PIECE = 65_536


class Worker(ThreadWorker):
    """Threads, as gunicorn has them; what is too long to be read is answered by a page of ours."""

    def handle_error(self, req: object, client: socket.socket, addr: object, exc: BaseException) -> None:
        """Answer a request that could not be read; every other fault is gunicorn's to tell."""
        status = UNREAD.get(type(exc))
        if status is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("A request was too long to be read: %s", status)
        with suppress(OSError):  # whoever asked has gone
            client.settimeout(REST_SECONDS)
            client.sendall(_written(status))
            _read_the_rest(client)


def _written(status: int) -> bytes:
    """The whole answer, head and page: no middleware sees it."""
    from lippen.web import errors  # gunicorn reads this module before Django is set up

    answer = errors.without_request(status)
    answer.headers["Content-Length"] = str(len(answer.content))
    answer.headers["Connection"] = "close"
    head = f"HTTP/1.1 {status} {answer.reason_phrase}\r\n".encode("ascii")
    return head + answer.serialize_headers() + b"\r\n\r\n" + answer.content


def _read_the_rest(client: socket.socket) -> None:
    """Closed with words unread, a connection takes back what was answered: so they are read, for a moment."""
    client.shutdown(socket.SHUT_WR)
    until = time.monotonic() + REST_SECONDS
    while time.monotonic() < until and client.recv(PIECE):
        pass
