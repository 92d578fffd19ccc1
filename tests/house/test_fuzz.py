"""Whatever is sent to whatever address, by whomever: never a 5xx."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from lippen.organisation.roles import Role
from lippen.web.access_table import routes, table
from tests.house.addresses import address, parameters

NASTY = (
    "",
    " ",
    "0",
    "-1",
    "99999999999999999999",
    "9" * 400,
    "1e309",
    "NaN",
    "null",
    "true",
    "[]",
    "{}",
    "\x00",
    "a\x00b",
    "'; drop table plan; --",
    "%00",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "=1+1",
    "\ud7ff",
    "𝔘𝔫𝔦",
    "\u202eabc",
    "é" * 3000,
    "2026-02-30",
    "31/02/2026",
    "0000-00-00",
    "9999-12-31",
    "10000-01-01",
    "-0001-01-01",
    "August",
    "Sept / Oct",
    "yesterday",
    "1" * 20,
    "plan-",
    "action-zzzzzzzzzz",
    "on",
    "off",
    "\r\nSet-Cookie: x=1",
    "💥" * 200,
)
CHAIN = re.compile(r'href="(/[^"#]*)"')


class Fuzzer:
    """Requests made from a seed, walking from page to page like a careless person and a malicious one."""

    def __init__(self, seed: int, enter: Callable[[str], Client]) -> None:
        self.random = random.Random(seed)
        self.enter = enter
        self.routes = sorted(
            (name, pattern) for name, pattern in routes() if name in table() and name != "account_logout"
        )
        self.seen: list[str] = []

    def one(self) -> tuple[str, str, int]:
        """One request: who and how, where, and the status."""
        role = self.random.choice(list(Role)) if self.random.random() < 0.3 else self._able()
        url = self._url()
        client = self.enter(role)
        if self.random.random() < 0.45:
            found = client.post(url, self._fields(client, url), **self._headers())
            method = "POST"
        else:
            found, method = client.get(url, **self._headers()), "GET"
        if found.status_code == 200 and "html" in found.headers.get("Content-Type", ""):
            self.seen.extend(CHAIN.findall(found.content.decode(errors="replace"))[:60])
            self.seen = self.seen[-3000:]
        return f"{role} {method}", url, found.status_code

    def _able(self) -> str:
        return self.random.choice(
            [Role.HEAD_OF_SERVICE, Role.PERFORMANCE_OFFICER, Role.COMMITTEE_CLERK, Role.SERVICE_MANAGER]
        )

    def _url(self) -> str:
        if self.seen and self.random.random() < 0.6:
            url = self.random.choice(self.seen)
        else:
            name, pattern = self.random.choice(self.routes)
            url = address(
                name,
                pattern,
                {key: self._slug() for key, kind in parameters(pattern).items() if kind in {"str", "slug"}},
            )
        if self.random.random() < 0.4:
            url += ("&" if "?" in url else "?") + "&".join(
                f"{key}={self._quoted()}"
                for key in self.random.sample(
                    [
                        "as_at",
                        "known_at",
                        "page",
                        "sort",
                        "state",
                        "standing",
                        "lead",
                        "q",
                        "next",
                        "since",
                        "until",
                        "theme",
                    ],
                    3,
                )
            )
        return url

    def _slug(self) -> str:
        return self.random.choice(["nothing", "a" * 120, "-", "0", "plan-aaaaaaaaaa", "_", "99999999999999999999"])

    def _quoted(self) -> str:
        from urllib.parse import quote

        return quote(self.random.choice(NASTY))

    def _fields(self, client: Client, url: str) -> dict[str, object]:
        """The fields of the page's own form, some kept, some spoilt, some left out, some added."""
        page = client.get(url)
        found: dict[str, object] = {}
        if page.status_code == 200 and "html" in page.headers.get("Content-Type", ""):
            for control in BeautifulSoup(page.content, "html.parser").select("main input, main select, main textarea"):
                name = control.get("name")
                if name:
                    found[name] = self._value(control.get("value") or "", control.get("type") == "file")
        for _ in range(self.random.randint(0, 2)):
            found[self.random.choice(["version", "state", "token", "_draft", "extra", "so_on"])] = self.random.choice(
                NASTY
            )
        return {key: value for key, value in found.items() if self.random.random() < 0.9}

    def _value(self, given: str, is_file: bool) -> object:
        if is_file:
            return SimpleUploadedFile(
                self.random.choice(["a.docx", "b.csv", "c.exe", "é.txt"]), self.random.randbytes(200)
            )
        return given if self.random.random() < 0.5 else self.random.choice(NASTY)

    def _headers(self) -> dict[str, str]:
        return self.random.choice(
            [{}, {}, {"HTTP_ACCEPT": "application/json"}, {"HTTP_REFERER": "\x7f"}, {"HTTP_HX_REQUEST": "true"}]
        )


def broken(seed: int, requests: int, enter: Callable[[str], Client]) -> Sequence[tuple[str, str, int]]:
    """The requests that were answered with a 5xx."""
    fuzzer, found = Fuzzer(seed, enter), []
    for _ in range(requests):
        with transaction.atomic():
            who, url, status = fuzzer.one()
            transaction.set_rollback(fuzzer.random.random() < 0.5)
        if status >= 500:
            found.append((who, url, status))
    return found


def test_five_hundred_requests_meet_no_5xx(council, enter) -> None:
    assert broken(20261123, 500, enter) == []


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(10))
def test_twenty_thousand_requests_meet_no_5xx(seed, council, enter) -> None:
    assert broken(seed, 2000, enter) == []
