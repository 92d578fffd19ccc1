"""Somebody who visits the running site over HTTP, by the demonstration's way in."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from html import unescape
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin

SECONDS = 30
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FORM = re.compile(r"<form method=\"post\">(.*?)</form>", re.DOTALL)
ACCOUNT = re.compile(r'name="account" value="(\d+)"')
LINK = re.compile(r'href="([^"#?]+)')


class NoWayIn(Exception):
    """The page that lets people in does not offer this person."""


@dataclass(frozen=True)
class Answer:
    """What the site answered: its status, kind, bytes and where the visitor ended up."""

    status: int
    kind: str
    body: bytes
    url: str

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def links(self, beginning: str) -> list[str]:
        """Every address on the page that begins so, each once, in order."""
        found = (unescape(link) for link in LINK.findall(self.text))
        return list(dict.fromkeys(link for link in found if link.startswith(beginning)))


class Visitor:
    """A browser without a window: cookies and plain requests."""

    def __init__(self, site: str) -> None:
        self.site = site
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar())).open

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask(urllib.request.Request(urljoin(self.site, path)))

    def enter_as(self, name: str) -> Answer:
        """Come in as somebody by the demonstration's page."""
        page = self.get("/demo/").text
        form = next((part for part in FORM.findall(page) if f">{name}</button>" in part), None)
        token = TOKEN.search(page)
        account = ACCOUNT.search(form or "")
        if account is None or token is None:
            raise NoWayIn(name)
        fields = {"csrfmiddlewaretoken": token[1], "account": account[1]}
        address = urljoin(self.site, "/demo/")
        headers = {"Referer": address}
        return self._ask(urllib.request.Request(address, data=urlencode(fields).encode(), headers=headers))

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._open(request, timeout=SECONDS) as answer:
                return Answer(answer.status, answer.headers.get_content_type(), answer.read(), answer.url)
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, refused.headers.get_content_type(), refused.read(), refused.url)
