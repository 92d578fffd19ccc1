"""What the web server cannot read is answered by a page of ours."""

from __future__ import annotations

import logging
import socket
from threading import Thread

import pytest
from gunicorn.http.errors import InvalidRequestLine, LimitRequestHeaders, LimitRequestLine
from gunicorn.util import load_class

from lippen.cli.children import SITE
from lippen.web import serving


def answered(fault: Exception, *, sent: bytes = b"") -> str:
    """What somebody is answered whose request failed so, with more on the way still."""
    ours, theirs = socket.socketpair()
    worker = serving.Worker.__new__(serving.Worker)
    worker.log = logging.getLogger("gunicorn.error")
    theirs.settimeout(10)

    def answer() -> None:
        worker.handle_error(None, ours, ("127.0.0.1", 1), fault)
        ours.close()

    with theirs:
        theirs.sendall(sent)
        writing = Thread(target=answer)
        writing.start()
        told = b""
        while more := theirs.recv(65_536):
            told += more
        theirs.shutdown(socket.SHUT_WR)
        writing.join(10)
    return told.decode()


def test_the_site_is_served_by_this_worker() -> None:
    assert load_class(SITE["worker-class"]) is serving.Worker


@pytest.mark.parametrize(
    ("fault", "line", "title"),
    [
        (LimitRequestLine(5000, 4094), "HTTP/1.1 414 ", "That address is too long"),
        (LimitRequestHeaders("limit request headers fields size"), "HTTP/1.1 431 ", "Your browser sent too much along"),
    ],
)
def test_what_is_too_long_to_be_read_is_told_on_a_page_of_ours(fault: Exception, line: str, title: str) -> None:
    told = answered(fault, sent=b"x" * 50_000)
    head, _, page = told.partition("\r\n\r\n")
    assert told.startswith(line)
    assert f"{title}</h1>" in page
    assert "nothing was changed" in page and "Go to the first page" in page
    assert f"Content-Length: {len(page.encode())}" in head and "Connection: close" in head
    assert "Content-Security-Policy: default-src 'none'" in head and "text/html" in head
    assert "5000" not in page and "4094" not in page


def test_every_other_fault_stays_the_servers() -> None:
    assert answered(InvalidRequestLine("x")).startswith("HTTP/1.1 400 Bad Request")
