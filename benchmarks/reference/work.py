"""Referrals, waits, who works with whom, statuses, warnings and duties of every child."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from benchmarks.days import TODAY
from benchmarks.reference import words
from benchmarks.reference.families import FACT, Households, Known, fact, moment
from benchmarks.reference.loading import Loader, ref
from benchmarks.reference.staff import Staff
from lippen.casework import rules
from lippen.casework.vocabulary import ReferralFrom, ReferralWhy

DAY = timedelta(days=1)
FROM, WHY = [each.value for each in ReferralFrom], [each.value for each in ReferralWhy]
LEVELS = ("very_high", "high", "high", "medium", "medium", "medium", "low")
PLANS = (
    "The school rings each day",
    "The family support worker visits twice a week",
    "The grandmother has them on weekdays",
)
TO_ASSESS, TO_DECIDE, TO_WORK = timedelta(1), timedelta(15), timedelta(25)
DECIDED = TO_DECIDE + timedelta(2)
DUTY = (
    *("kind", "subject_kind", "subject_key", "holder_id", "starts_on", "ends_on", "hours", "rule_key", "pinned_at"),
    "closed_at",
)


@dataclass
class Done:
    """Rows by table."""

    loader: Loader
    staff: Staff
    rng: random.Random
    told: list[str]
    rows: dict[str, list[tuple]] = field(default_factory=lambda: defaultdict(list))

    def number(self, table: str) -> int:
        """The next number of a table."""
        return self.loader.number(table)

    def add(self, table: str, *row: object) -> None:
        """One more row."""
        self.rows[table].append(row)

    def say(self) -> str:
        """A paragraph."""
        return self.rng.choice(self.told)

    def duty(
        self, kind: str, about: str, key: str, holder: int, starts: date, last: date, rule: str, *, open_: bool
    ) -> None:
        """A duty, still open or long done."""
        closed = None if open_ else moment(last)
        self.add("duty", kind, f"casework.{about}", key, holder, starts, last + DAY, 0, rule, moment(starts), closed)


def tell(loader: Loader, rng: random.Random, staff: Staff, homes: Households) -> None:
    """Write what happened to every child."""
    done = Done(loader, staff, rng, words.paragraphs(3000))
    for child in homes.children:
        _of_child(done, child)
    _warnings(done, homes)
    _guarded(done, homes)
    _write(loader, done)


def _of_child(done: Done, child: Known) -> None:
    """Referrals in order; the last one brought the child to where they stand."""
    rng = done.rng
    days = sorted({child.known_on + timedelta(days=n * 400 + rng.randint(0, 60)) for n in range(rng.randint(1, 3))})
    days = [day for day in days if day < TODAY - timedelta(days=85)]
    if child.state in {"waiting", "referred"}:
        days.append(TODAY - timedelta(days=rng.randint(18, 60) if child.state == "waiting" else rng.randint(0, 12)))
    for place, day in enumerate(days):
        until = days[place + 1] if place + 1 < len(days) else None
        _referral(done, child, day, until, is_last=until is None)
    if child.status:
        done.add("statusfact", *fact(child, child.known_on, child.worker), "assessment", "")
        done.add("statusfact", *fact(child, days[-1] if days else child.known_on, child.worker), child.status, "")


def _referral(done: Done, child: Known, day: date, until: date | None, *, is_last: bool) -> None:
    rng, number = done.rng, done.number("referral")
    is_immediate = number % 40 == 0
    source, why = rng.choice(FROM), rng.choice(WHY)
    done.add(
        "referral",
        number,
        *fact(child, day, child.worker),
        ref("referral", number),
        source,
        "",
        why,
        done.say(),
        is_immediate,
    )
    if is_immediate and (not is_last or number % 80 == 0):
        done.add(
            "signoff", *fact(child, day, done.staff.leader_of(child.worker)), number, "agreed", "Seen the same day"
        )
    if is_last and child.state == "referred":
        _still_open(done, child, day, number)
    elif not is_last and rng.random() < 0.5:
        outcome = rng.choice(("advice", "passed_on", "no_action"))
        done.add(
            "referralstep",
            *fact(child, day + DAY, child.worker),
            number,
            "contact",
            outcome,
            "Advice was enough",
            day + DAY,
        )
    else:
        _to_the_queue(done, child, day, number, until)


def _steps(done: Done, child: Known, day: date, number: int, count: int) -> None:
    told = (
        ("contact", "assess", day + TO_ASSESS),
        ("assessment", "assessed", day + TO_DECIDE),
        ("decision", "allocate", day + DECIDED),
    )
    for stage, outcome, on in told[:count]:
        done.add("referralstep", *fact(child, on, child.worker), number, stage, outcome, done.say()[:200], on + DAY)


def _still_open(done: Done, child: Known, day: date, number: int) -> None:
    """A referral that somebody has to screen, assess or decide; whoever took it in sees the child."""
    count = 0 if day > TODAY - timedelta(days=4) else 1
    _steps(done, child, day, number, count)
    kind, rule = (("screen_contact", rules.SCREENING), ("assess_referral", rules.ASSESSMENT))[count]
    done.duty(
        kind,
        "referral",
        ref("referral", number),
        child.worker,
        day,
        day + timedelta(days=(2, 28)[count]),
        rule.key,
        open_=True,
    )
    _part(done, child, child.worker, "duty", day, None)


def _to_the_queue(done: Done, child: Known, day: date, number: int, until: date | None) -> None:
    _steps(done, child, day, number, 3)
    since, wait = day + DECIDED, done.number("waiting")
    waits = child.state == "waiting" and until is None
    leader, key = done.staff.leader_of(child.worker), ref("waiting", wait)
    done.add("waiting", wait, *fact(child, since, child.worker), key, number, since + timedelta(days=7))
    for on in (since, since + timedelta(days=5)):
        if on <= TODAY:
            contact = on + timedelta(days=done.rng.randint(1, 25))
            how = (child.worker, done.rng.choice(LEVELS), done.say()[:120], done.rng.choice(PLANS), contact)
            done.add("waitingfact", *fact(child, on, child.worker), wait, *how)
    done.duty(
        "allocate_child", "waiting", key, leader, since, since + timedelta(days=7), rules.ALLOCATION.key, open_=waits
    )
    done.duty("waiting_contact", "waiting", key, child.worker, since, contact, rules.WAITING.key, open_=waits)
    _part(done, child, child.worker, "holding", since, None if waits else day + TO_WORK)
    if wait % 7 == 0 and since + DAY <= TODAY:
        done.add("newinformation", *fact(child, since + DAY, child.worker), wait, done.say())
    if not waits:
        _worked(done, child, day + TO_WORK, wait, until)


def _worked(done: Done, child: Known, start: date, wait: int, until: date | None) -> None:
    """The wait ended by allocation; the last worker works with the child still, unless the record is closed."""
    is_open = until is None and child.state == "allocated"
    worker = child.worker if until is None else done.rng.choice(done.staff.workers)
    longest = until or TODAY
    ends = None if is_open else max(start, min(longest, start + timedelta(days=done.rng.randint(60, 300))))
    work = _part(done, child, worker, "allocated", start, ends)
    done.add("waitingend", *fact(child, start, done.staff.leader_of(worker)), wait, "allocated", "", work)


def _part(done: Done, child: Known, worker: int, kind: str, start: date, ends: date | None) -> int:
    number = done.number("involvement")
    ended = (None, None, None) if ends is None else (ends, moment(ends), worker)
    part = (child.id, worker, done.staff.team_of[worker], kind, start, *ended, "")
    done.add("involvement", number, moment(start), worker, ref("work", number), child.council, *part)
    return number


def _warnings(done: Done, homes: Households) -> None:
    """One person in twenty-five has a warning; most were agreed."""
    for person in homes.everybody[::25]:
        number, by = done.number("marker"), person.worker or done.staff.workers[person.id % len(done.staff.workers)]
        leader, key, day = (
            done.staff.leader_of(by),
            ref("marker", number),
            TODAY - timedelta(days=done.rng.randint(1, 300)),
        )
        kind = done.rng.choice(("violence", "alone", "animal", "missing", "place"))
        review = day + timedelta(days=340)
        done.add(
            "marker",
            number,
            *fact(person, day, by),
            key,
            kind,
            "Ring before you come",
            "Seen by the health visitor",
            review,
        )
        agreed = number % 9 != 0
        if agreed:
            done.add("markerfact", *fact(person, day, leader), number, 1, "agreed", "Spoke to the school", review)
        name, last = ("review_marker", review) if agreed else ("agree_marker", day + timedelta(days=3))
        done.duty(name, "marker", key, leader, day, last, rules.MARKER.key, open_=True)


def _guarded(done: Done, homes: Households) -> None:
    """Restricted records, officers' own families, openings by break-glass, two records of one person."""
    children, workers = homes.children, done.staff.workers
    for child in children[77::150]:
        named = [child.worker, done.staff.leader_of(child.worker)]
        done.add("restriction", *fact(child, child.known_on, named[1]), named, "A councillor's family")
    for child in children[33::400]:
        number, said = done.number("owntie"), fact(child, child.known_on, child.worker)
        officer = done.rng.choice(workers)
        done.add("owntie", number, *said, ref("own-tie", number), officer, "family", "Told by the school", False)
    for child in children[11::50]:
        number, by, day = (
            done.number("breakglass"),
            done.rng.choice(workers),
            TODAY - timedelta(days=done.rng.randint(1, 400)),
        )
        until, key = moment(day) + timedelta(minutes=60), ref("glass", number)
        done.add("breakglass", number, *fact(child, day, by), key, "out_of_hours", "Police rang at night", until)
        leader, reviewed = done.staff.leader_of(child.worker), number % 20 != 0
        if reviewed:
            done.add("glassreview", *fact(child, day + DAY, leader), number, "right", "It was right")
        done.duty(
            "glass_review",
            "glass",
            key,
            leader,
            day,
            day + timedelta(days=3),
            rules.BREAK_GLASS.key,
            open_=not reviewed,
        )
    for child in children[201::500]:
        number = done.number("sameas")
        kept = children[child.id % 200]
        done.add(
            "sameas",
            number,
            *fact(child, TODAY - DAY, child.worker),
            ref("same", number),
            kept.id,
            "The same birthday",
        )
        done.add("sameasstep", *fact(child, TODAY, done.staff.leader_of(child.worker)), number, "refused", "")


COLUMNS: dict[str, tuple[str, ...]] = {
    "involvement": (
        *("id", "recorded_at", "recorded_by_id", "ref", "authority_id", "person_id", "worker_id", "team_id", "kind"),
        *("starts_on", "ends_on", "ended_at", "ended_by_id", "over_limit_why"),
    ),
    "statusfact": (*FACT, "status", "words"),
    "referral": ("id", *FACT, "ref", "source", "source_words", "why", "words", "is_immediate"),
    "signoff": (*FACT, "referral_id", "answer", "words"),
    "waiting": ("id", *FACT, "ref", "referral_id", "due_on"),
    "waitingfact": (*FACT, "waiting_id", "holder_id", "level", "why", "plan", "next_contact_on"),
    "referralstep": (*FACT, "referral_id", "stage", "outcome", "words", "due_on"),
    "newinformation": (*FACT, "waiting_id", "words"),
    "waitingend": (*FACT, "waiting_id", "kind", "words", "involvement_id"),
    "marker": ("id", *FACT, "ref", "kind", "words", "shown_by", "review_on"),
    "markerfact": (*FACT, "marker_id", "number", "step", "words", "review_on"),
    "restriction": (*FACT, "officers", "why"),
    "owntie": ("id", *FACT, "ref", "officer_id", "kind", "why", "needs_second"),
    "breakglass": ("id", *FACT, "ref", "reason", "words", "until"),
    "glassreview": (*FACT, "glass_id", "verdict", "words"),
    "sameas": ("id", *FACT, "ref", "kept_id", "why"),
    "sameasstep": (*FACT, "same_id", "kind", "words"),
}
"""In the order in which they are written: what the database asks for is there before."""


def _write(loader: Loader, done: Done) -> None:
    def send(table: str, order: Callable[[tuple], object] | None = None) -> None:
        rows: Iterator[tuple] | list[tuple] = done.rows.pop(table, [])
        loader.copy(f"casework_{table}", COLUMNS[table], sorted(rows, key=order) if order else rows)

    for table in COLUMNS:
        if table == "waiting":
            with loader.together():
                send("waiting")
                send("waitingfact")
        elif table != "waitingfact":
            send(table)
    loader.copy("organisation_duty", DUTY, done.rows.pop("duty"))
