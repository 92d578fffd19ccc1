"""A careless person and a malicious one, walking from page to page and filling in whatever form they find."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote, unquote, urlsplit
from uuid import UUID

from bs4 import BeautifulSoup, Tag
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from lippen.organisation.roles import Role
from lippen.web.access_table import routes, table
from tests.house import hostile
from tests.house.addresses import address, parameters

CHAIN = re.compile(r'(?:href|action)="(/[^"#]*)"')
FORMS = 'main form[method="post"]'
GETS, RAWS = 0.4, 0.1
QUESTIONS = [
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
    "verb",
    "subject",
    "authority",
]
PLAUSIBLE = {
    "date": ("17/10/2026", "2026-10-17", "today", "1 March 2027", "March 2027"),
    "number": ("1", "2", "30"),
    "email": ("wren@example.org",),
    "url": ("https://files.example.org/audit",),
    "password": ("three unusual words 7",),
}
KEPT = ("hidden",)


@dataclass
class Form:
    """A form of a page: where it goes and what it would send as it stands or filled in well."""

    url: str
    fields: dict[str, list[str]]
    files: list[str]


@dataclass
class Fuzzer:
    """Requests made from a seed."""

    seed: int
    enter: Callable[[str], Client]
    answers: Counter[tuple[str, str, int]] = field(default_factory=Counter)
    seen: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[str, Form] = field(default_factory=dict)
    broken: list[tuple[str, str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.writes = {name for name, line in table().items() if "POST" in line.methods and name != "account_logout"}
        self.routes = sorted(
            (name, pattern) for name, pattern in routes() if name in table() and name != "account_logout"
        )

    @property
    def asked(self) -> int:
        """How many requests were answered."""
        return self.answers.total()

    def one(self) -> None:
        """Somebody goes somewhere: a request, or two where a form is fetched first."""
        drawn = self.chance.random()
        url = self.url(writes=drawn >= GETS)
        client = self.enter(self.role(url))
        kept = {name: morsel.value for name, morsel in client.cookies.items()}
        if self.chance.random() < 0.03:
            name, value = self.chance.choice(hostile.COOKIES)
            client.cookies[name] = value
        self.ask(client, url, drawn)
        client.cookies.clear()
        client.cookies.load(kept)

    def answered(self, how: str, url: str, found: HttpResponse) -> HttpResponse:
        """Count an answer, keep it where it is a fault, and remember where it leads."""
        self.answers[how, name_of(url), found.status_code] += 1
        if found.status_code >= 500:
            self.broken.append((how, url, found.status_code))
        self.look(found)
        return found

    def role(self, url: str) -> str:
        """Mostly somebody who may come here, else anybody."""
        line = table().get(name_of(url))
        able = sorted(line.roles & set(Role)) if line else []
        return self.chance.choice(able if able and self.chance.random() < 0.8 else list(Role))

    def ask(self, client: Client, url: str, drawn: float) -> None:
        """A page, its form filled in, or a body that no form makes."""
        more = hostile.headers(self.chance)
        if drawn < GETS:
            self.answered("GET", url, client.get(url, **more))
        elif drawn < GETS + RAWS:
            content, kind = hostile.body(self.chance, ["words", "version", "token", "form_token", "so_on", "state"])
            self.answered("RAW", url, client.generic("POST", url, content, content_type=kind, **more))
        else:
            form = self.form_of(client, url)
            self.answered("POST", form.url, client.post(form.url, self.filled(form), **more))

    def look(self, found: HttpResponse) -> None:
        """Remember where an answer leads."""
        links = [found.headers["Location"]] if "Location" in found.headers else []
        if found.status_code == 200 and "html" in found.headers.get("Content-Type", ""):
            links = CHAIN.findall(found.content.decode(errors="replace"))
        for url in dict.fromkeys(link.replace("&amp;", "&") for link in links):
            if (name := name_of(url)) not in {"nowhere", "account_logout"}:
                self.seen[name] = [*self.seen.get(name, []), url][-300:]

    def url(self, *, writes: bool) -> str:
        """An address of a page that was seen, or of any route, often with a question that makes no sense."""
        names = sorted(name for name in self.seen if not writes or name in self.writes)
        if names and self.chance.random() < 0.85:
            url = self.chance.choice(self.seen[self.chance.choice(names)])
        else:
            url = self.invented(*self.chance.choice(self.routes))
        if self.chance.random() < 0.3:
            asked = [f"{key}={self.quoted()}" for key in self.chance.sample(QUESTIONS, 3)]
            url += ("&" if "?" in url else "?") + "&".join(asked)
        return url

    def invented(self, name: str, pattern: object) -> str:
        """A route's address at something that is likely not there."""
        slugs = ["nothing", "a" * 120, "-", "0", "plan-aaaaaaaaaa", "_", "99999999999999999999"]
        values = {
            key: self.chance.choice(slugs) for key, kind in parameters(pattern).items() if kind in {"str", "slug"}
        }
        return address(name, pattern, values)

    def quoted(self) -> str:
        return hostile.SURROGATE if self.chance.random() < 0.05 else quote(self.chance.choice(hostile.SHORT))

    def form_of(self, client: Client, url: str) -> Form:
        """One of the page's own forms, or a form that is not there."""
        page = self.answered("GET", url, client.get(url))
        if page.status_code != 200 or "html" not in page.headers.get("Content-Type", ""):
            return self.forms.get(name_of(url)) or Form(url, {"words": ["so it was"], "version": ["1"]}, [])
        found = [read(form, url) for form in BeautifulSoup(page.content, "lxml").select(FORMS)]
        self.forms |= {name_of(form.url): form for form in found}
        return self.chance.choice(found) if found else Form(url, {}, [])

    def filled(self, form: Form) -> dict[str, object]:
        """The form filled in well, then mostly spoilt in a few places."""
        sent: dict[str, object] = {name: self.chance.choice(values) for name, values in form.fields.items() if values}
        for name in form.files:
            sent[name] = hostile.a_file(self.chance)
        for _ in range(self.chance.choice([0, 0, 1, 1, 2, 3])):
            self.spoil(sent, form)
        if self.chance.random() < 0.3 and "form_token" in sent:
            sent["form_token"] = str(UUID(int=self.chance.getrandbits(128), version=4))
        return sent

    def spoil(self, sent: dict[str, object], form: Form) -> None:
        """One field is hostile, comes twice, is left out, or was never asked for."""
        name = self.chance.choice(list(sent) or ["words"])
        drawn = self.chance.random()
        if drawn < 0.6:
            sent[name] = self.chance.choice(hostile.NASTY)
        elif drawn < 0.75:
            sent[name] = [self.chance.choice(hostile.SHORT), self.chance.choice(form.fields.get(name) or [""])]
        elif drawn < 0.9:
            sent.pop(name, None)
        else:
            extra = ["version", "state", "token", "_draft", "extra", "so_on"]
            sent[self.chance.choice(extra)] = self.chance.choice(hostile.NASTY)


@cache
def name_of(url: str) -> str:
    """The route that answers at an address."""
    try:
        return resolve(unquote(urlsplit(url).path)).view_name
    except (Resolver404, ValueError):
        return "nowhere"


def read(form: Tag, url: str) -> Form:
    """What a form may send: for each name the values that it offers or that somebody would type."""
    made = Form(str(form.get("action") or url), {}, [])
    for control in form.select("input[name], select[name], textarea[name], button[name]"):
        name, kind = str(control["name"]), str(control.get("type", ""))
        if kind == "file":
            made.files.append(name)
        else:
            made.fields.setdefault(name, []).extend(offered(control, kind))
    return made


def offered(control: Tag, kind: str) -> list[str]:
    """The values of one control."""
    value = str(control.get("value") or "")
    if control.name == "select":
        return [str(option.get("value", option.text)) for option in control.select("option")]
    if control.name == "textarea":
        return [control.text or "Two rooms are ready.\n\n• A third in May", "Two rooms are ready."]
    if kind in {"hidden", "radio", "checkbox", "submit"} or control.name == "button":
        return [value]
    named = "date" if re.search(r"_on$|date|day|since|until|target|review|start", str(control["name"])) else kind
    return [*([value] if value else []), *PLAUSIBLE.get(named, ("Seen to", "1"))]
