"""Which actions of a plan a reader asked for: read from the address, shown as filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

from django import forms

from lippen.design.forms import FilterForm
from lippen.design.marks import STANDINGS as MARKS
from lippen.improvement.queries import Filters
from lippen.improvement.queries.pages import NO_UPDATE
from lippen.improvement.rows import CountsRow
from lippen.improvement.vocabulary import NO_UPDATE_WORDS, STATE_WORDS

MOST_LETTERS = 200
STANDINGS = ("red", "amber", "green", "blue", "grey")
SORTS = ("number", "date", "state", "standing", "update")
NAMES = ("lead", "state", "standing", "authority", "source", "words", "updates")
NO_LEAD = "-"


def page_in(words: str) -> int | None:
    """The page that the address asks for; None where that is no number from 1."""
    is_number = words.isascii() and words.isdigit() and words.strip("0")
    return int(words[:9]) if is_number else None


def page_trouble(given: Mapping[str, str], pages: int) -> str:
    """What to say where the page that the address asks for is not there; empty where it is."""
    asked = given.get("page", "")
    page = page_in(asked)
    if not asked or (page is not None and page <= pages):
        return ""
    if page is None:
        return f"“{asked[:40]}” is not the number of a page, so this is the first one."
    there = "There is only one" if pages == 1 else f"There are {pages}, and this is the last"
    return f"There is no page {asked[:40]} of this list. {there}."


def filter_trouble(given: Mapping[str, str]) -> str:
    """What to say where a filter or an order in the address is none of those there are; empty where all are."""
    known = {
        "sort": [*SORTS, *(f"-{sort}" for sort in SORTS)],
        "state": [*STATE_WORDS],
        "standing": [*STANDINGS],
        "updates": [NO_UPDATE],
    }
    asked = {name: str(given.get(name, "")).strip() for name in known}
    left_out = [f"{name} “{asked[name][:40]}”" for name in known if asked[name] and asked[name] not in known[name]]
    return f"Not understood, and left out: {', '.join(left_out)}." if left_out else ""


def lead_trouble(lead: str, known: Iterable[tuple[str, str]]) -> str:
    """What to say where the address asks for a lead that no action has; empty where it asks for none or for one."""
    if lead in {"", NO_LEAD, *(key for key, _ in known)}:
        return ""
    return f"Nobody known as “{lead[:40]}” leads an action of this plan, so none is shown."


@dataclass(frozen=True)
class Wanted:
    """What the reader asked for."""

    lead: str = ""
    state: str = ""
    standing: str = ""
    authority: str = ""
    source: str = ""
    words: str = ""
    updates: str = ""
    sort: str = "number"
    page: int = 1

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Wanted:
        """From the address; what it cannot use it leaves out."""
        asked = {name: str(given.get(name, ""))[:MOST_LETTERS].strip() for name in NAMES}
        sort = given.get("sort", "")
        asked["state"] = asked["state"] if asked["state"] in STATE_WORDS else ""
        asked["standing"] = asked["standing"] if asked["standing"] in STANDINGS else ""
        asked["updates"] = asked["updates"] if asked["updates"] == NO_UPDATE else ""
        page = page_in(given.get("page", "")) or 1
        return cls(**asked, sort=sort if sort.removeprefix("-") in SORTS else "number", page=page)

    @property
    def is_everything(self) -> bool:
        """Whether no filter is set."""
        return not any(getattr(self, name) for name in NAMES)

    def filters(self, only: frozenset[int] | None = None) -> Filters:
        """The same for the query; with the actions that answer the source, where one is asked for."""
        return Filters(**{name: getattr(self, name) for name in NAMES if name != "source"}, only=only)

    def in_address(self) -> list[tuple[str, str]]:
        """For a form that must not lose it."""
        kept = [(field.name, str(getattr(self, field.name))) for field in fields(self) if field.name != "page"]
        return [(name, value) for name, value in kept if value and value != "number"]

    def in_words(self) -> str:
        """For a page on paper, where the filters do not show."""
        said = {
            "lead": "without a lead" if self.lead == NO_LEAD else f"led by {self.lead}",
            "state": STATE_WORDS.get(self.state, self.state).lower(),
            "standing": self.standing,
            "authority": f"for {self.authority}",
            "source": "answering one source",
            "words": f"with the words “{self.words}”",
            "updates": NO_UPDATE_WORDS.lower(),
        }
        return ", ".join(words for name, words in said.items() if getattr(self, name))


class PlanFilter(FilterForm):
    """The filters of a plan, kept in the address."""

    words = forms.CharField(label="Words", required=False, widget=forms.TextInput({"type": "search"}))
    lead = forms.ChoiceField(label="Lead", required=False)
    state = forms.ChoiceField(label="State", required=False)
    standing = forms.ChoiceField(label="Standing", required=False)
    authority = forms.ChoiceField(label="Council", required=False)
    updates = forms.ChoiceField(label="Updates", required=False, choices=[("", "Any"), (NO_UPDATE, NO_UPDATE_WORDS)])
    source = forms.ChoiceField(label="Source", required=False)

    def __init__(
        self,
        given: Mapping[str, str],
        counts: CountsRow,
        leads: Iterable[tuple[str, str]],
        authorities: tuple[str, ...],
        sources: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(given)
        states = [(state, words) for state, words in STATE_WORDS.items() if counts.by_state.get(state)]
        standings = [(key, f"{key.capitalize()}: {MARKS[key].word.lower()}") for key in STANDINGS]
        self.fields["lead"].choices = [("", "Any lead"), *leads]
        if not leads:
            del self.fields["lead"]
        self.fields["state"].choices = [("", "Any state"), *states]
        self.fields["standing"].choices = [("", "Any standing"), *standings]
        self.fields["authority"].choices = [("", "Any council"), *((name, name) for name in authorities)]
        if len(authorities) < 2:
            del self.fields["authority"]
        self.fields["source"].choices = [("", "Any source"), *sources]
        if not sources:
            del self.fields["source"]
