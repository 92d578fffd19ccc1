"""A child's time in care on one page: where, since when, by which law, what is due, and what was."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from lippen.care.queries import living, reviews
from lippen.care.queries.living import Whole
from lippen.care.rows.living import EpisodeRow
from lippen.care.screens.saying import head, way_to
from lippen.care.vocabulary import SIBLINGS_WORDS, Siblings
from lippen.casework.queries import joined, records
from lippen.casework.rows import PersonRow
from lippen.casework.screens.saying import may_write
from lippen.design.components import Fact
from lippen.design.pages import render
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may

MOST_OPEN = 5
"""How many of what happened stand open; the rest is folded, so that what is due comes first on a telephone too."""

NOBODY_THERE = (
    "It is said that the child lives with all brothers and sisters in care, and no brother or sister of theirs is "
    "recorded as looked after, as far as you see."
)
SOMEBODY_THERE = "It is said that no brother or sister is looked after, and {name} is."


def life(request: HttpRequest, ref: str) -> HttpResponse:
    person, today = head(request, ref), clock.today()
    told = living.whole(request.actor, person, today=today)
    episodes, clocks = told.episodes, told.clocks
    now = episodes[0] if episodes and episodes[0].ends_on is None else None
    asked = [row for row in clocks if row.done_on is None and row.standing in {"open", "overdue", "excused"}]
    writes, siblings = may_write(request, person), _siblings(request, person)
    context = {
        "title": _title(person, now, episodes),
        "person": person,
        "crumbs": way_to(person)[:2],
        "opened_until": records.opened_until(request.actor, [person.id], real_at=clock.real_now()),
        "now": now,
        "facts": [*_facts(now, episodes), *(_plan_and_health(told, today) if now else [])],
        "episodes": episodes,
        "late": [row for row in asked if row.standing == "overdue"],
        "asked": [row for row in asked if row.standing != "overdue"],
        "done": [row for row in clocks if row not in asked],
        "events": told.events,
        "siblings": siblings,
        "reviews": reviews.reviews_about(request.actor, [person], today=today).get(person.id, ()),
        "lines": told.lines,
        "today": today,
        "kept": joined.kept_of(request.actor, person),
        "overlaps": told.overlaps,
        "odd": [*told.odd, *([said] if (said := _odd_siblings(now, siblings)) else [])],
        "by_death": told.by_death,
        "has_returns": told.is_from_returns,
        "has_waiting": told.has_waiting,
        "may_write": writes and not person.died_on,
        "may_mend": writes,
        "may_agree": may(request.actor, Permission.ALLOCATE, at=[person.authority_id]) and writes,
        "most_open": MOST_OPEN,
        "may_know_home": not records.homes_kept_apart(request.actor, [person]),
    }
    return render(request, "care/life.html", context)


def _title(person: PersonRow, now: EpisodeRow | None, episodes: tuple[EpisodeRow, ...]) -> str:
    """Whether the child is in care, was, or never has been, as far as is recorded."""
    if now:
        return f"{person.name} in care"
    return f"{person.name}: was in care" if episodes else f"{person.name}: not in care"


def _facts(now: EpisodeRow | None, episodes: tuple[EpisodeRow, ...]) -> list[Fact]:
    """Where the child lives now and by which law, or where the child went."""
    if now is None:
        last = episodes[0] if episodes else None
        return [Fact("Left care", f"{day_words(last.ends_on)}. {last.destination}")] if last else []
    lives = now.placements[0]
    facts = [
        Fact("Lives", f"{lives.where}, since {day_words(lives.starts_on)}"),
        Fact("Looked after since", day_words(now.starts_on)),
    ]
    if now.basis:
        expires = f". Lapses on {day_words(now.basis.expires_on)}" if now.basis.expires_on else ""
        facts.append(Fact("By which law", f"{now.basis.words}, since {day_words(now.basis.starts_on)}{expires}"))
    if open_orders := [row.words for row in now.orders if row.ends_on is None]:
        facts.append(Fact("Beside it", ", ".join(open_orders)))
    if lives.siblings:
        facts.append(Fact("Brothers and sisters", f"{lives.siblings}. {lives.siblings_why}".rstrip(". ")))
    return facts


def _plan_and_health(told: Whole, today: date) -> list[Fact]:
    """When the child's plan was agreed and is looked at again, and when their health was looked at."""
    facts = []
    if told.plan:
        agreed_on, next_on = told.plan
        late = ", late" if next_on < today else ""
        facts.append(Fact("Plan", f"Agreed {day_words(agreed_on)}. Looked at again by {day_words(next_on)}{late}"))
    else:
        facts.append(Fact("Plan", "None is recorded"))
    if told.health:
        on, words = told.health
        facts.append(Fact("Health", f"{words}, {day_words(on)}"))
    return facts


def _odd_siblings(now: EpisodeRow | None, siblings: list[tuple[str, str, str]]) -> str:
    """What is said of brothers and sisters, where those who are recorded as looked after tell otherwise."""
    said = now.placements[0].siblings if now else ""
    if said == SIBLINGS_WORDS[Siblings.TOGETHER] and not siblings:
        return NOBODY_THERE
    if said == SIBLINGS_WORDS[Siblings.NONE] and siblings:
        return SOMEBODY_THERE.format(name=siblings[0][0])
    return ""


def _siblings(request: HttpRequest, person: PersonRow) -> list[tuple[str, str, str]]:
    """Brothers and sisters who are looked after too: who, where, and where that is read."""
    people = records.siblings(request.actor, person)
    lives = living.brothers_in_care(request.actor, people)
    return [(row.name, lives[row.id], reverse("care:life", args=[row.ref])) for row in people if row.id in lives]
