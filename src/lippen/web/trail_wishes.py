"""Which entries of the audit trail a reader asked for: read from the address, shown as filters, said in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms

from lippen.design.forms import FilterForm
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.trail import Wanted
from lippen.organisation.queries.lookers import AccountRow
from lippen.web.trail_words import looks, words_of

LOOKED, CHANGED, WAS_REFUSED = "looked", "changed", "refused"
KINDS = {LOOKED: "Looked at something", CHANGED: "Changed something", WAS_REFUSED: "Was refused"}
USUAL_DAYS = 28
MOST_LETTERS = 120
NAMES = ("person", "record", "what", "since", "until")
EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True)
class Wishes:
    """What the reader asked for; `trouble` says what could not be understood and was left out."""

    person: str = ""
    record: str = ""
    what: str = ""
    since: date | None = None
    until: date | None = None
    trouble: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Wishes:
        """From the address."""
        asked = {name: str(given.get(name, "")).replace("\x00", "")[:MOST_LETTERS].strip() for name in NAMES}
        since, until = _day(asked["since"]), _day(asked["until"])
        left_out = [
            f"“{asked[name][:40]}”" for name, day in (("since", since), ("until", until)) if asked[name] and not day
        ]
        what = asked["what"] if is_known(asked["what"]) else ""
        if asked["what"] and not what:
            left_out.append(f"“{asked['what'][:40]}”")
        if since and until and until < since:
            left_out.append(f"“until {day_words(until)}”, since it lies before {day_words(since)}")
            until = None
        trouble = f"Not understood, and left out: {', '.join(left_out)}." if left_out else ""
        return cls(asked["person"], asked["record"], what, since, until, trouble)

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day; without any the last four weeks, and all of them for one record or person."""
        last = self.until or today
        if self.since:
            return self.since, last
        return (EARLIEST if self.record else max(EARLIEST, last - timedelta(days=USUAL_DAYS - 1))), last

    def wanted(self, account_id: int | None, today: date) -> Wanted:
        """The same for the query."""
        first, last = self.days(today)
        return Wanted(
            account_id=account_id,
            record=self.record,
            since=clock.end_of(first - timedelta(days=1)),
            before=clock.end_of(last),
            **_verbs(self.what),
        )

    def in_words(self, person: str, today: date) -> str:
        """For the head of the list and for a page on paper."""
        first, last = self.days(today)
        days = f"until {day_words(last)}" if first == EARLIEST else f"{day_words(first)} to {day_words(last)}"
        said = [
            f"by {person}" if person else "",
            f"about {self.record}" if self.record else "",
            f"“{(KINDS.get(self.what) or words_of(self.what)).lower()}”" if self.what else "",
        ]
        return ", ".join([*(words for words in said if words), days])

    def in_address(self) -> dict[str, str]:
        """For a form or a link that must not lose it."""
        given = {name: getattr(self, name) for name in NAMES}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items() if value}


def is_known(what: str) -> bool:
    """Whether this is a kind of deed or a verb that reads as one."""
    return what in KINDS or (what.replace(".", "").replace("_", "").isalnum() and "." in what)


def _verbs(what: str) -> dict[str, object]:
    if what == LOOKED:
        return {"verbs": looks()}
    if what == CHANGED:
        return {"but": looks(), "refused": False}
    if what == WAS_REFUSED:
        return {"refused": True}
    return {"verbs": [what]} if what else {}


def _day(words: str) -> date | None:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    return day if date(1970, 1, 2) <= day <= date(9000, 1, 1) else None


class TrailFilter(FilterForm):
    """The filters of the trail, kept in the address."""

    person = forms.ChoiceField(label="Person", required=False)
    what = forms.ChoiceField(label="What was done", required=False)
    record = forms.CharField(label="Record’s reference", required=False)
    since = forms.CharField(label="From", required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.CharField(label="To", required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, given: Mapping[str, str], wishes: Wishes, people: Iterable[AccountRow]) -> None:
        super().__init__({**wishes.in_address()})
        self.fields["person"].choices = [("", "Anybody"), *((row.person_ref, row.name) for row in people)]
        self.fields["what"].choices = what_choices(wishes.what)


def what_choices(chosen: str) -> list[tuple[str, object]]:
    """Anything, three kinds of deeds, then each look by itself; a deed that was chosen by its link stays offered."""
    each = sorted((words_of(verb), verb) for verb in looks())
    if chosen and chosen not in KINDS and chosen not in looks():
        each.insert(0, (words_of(chosen), chosen))
    return [("", "Anything"), *KINDS.items(), ("One thing alone", [(verb, words) for words, verb in each])]
