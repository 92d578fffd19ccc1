"""The papers, and one paper as a story: what it is, what stands in its way, what is next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from lippen.design.components import Fact
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.words import day_words
from lippen.kernel import clock
from lippen.kernel.access import Actor, Permission, may
from lippen.reporting import queries
from lippen.reporting.course_rows import Course
from lippen.reporting.rows import DecisionRow, PaperRow, PaperView
from lippen.reporting.screens.addresses import PAPERS, crumb, to
from lippen.reporting.screens.files import FILE_WORDS
from lippen.reporting.screens.lines import may_agree
from lippen.reporting.screens.mending import mends
from lippen.reporting.screens.printed import printed_parts
from lippen.reporting.vocabulary import FROZEN, TAKEN_BACK, LineStep, PaperStep, Verdict


@dataclass(frozen=True)
class Next:
    """The one thing that whoever looks is best placed to do."""

    words: str
    url: str


def papers(request: HttpRequest) -> HttpResponse:
    rows = queries.papers(request.actor)
    beside = queries.beside(request.actor, [row.ref for row in rows])
    context = {
        "title": "Papers",
        "papers": [(row, beside.get(row.ref)) for row in rows],
        "may_write": may(request.actor, Permission.WRITE_PAPER),
        "may_see_templates": any(may(request.actor, one) for one in (Permission.WRITE_PAPER, Permission.EDIT_TEMPLATE)),
        "keeps": any(may(request.actor, one) for one in (Permission.READ_PLAN, Permission.ISSUE_PAPER)),
        "may_call": any(may(request.actor, one) for one in (Permission.WRITE_PAPER, Permission.ISSUE_PAPER)),
    }
    return render(request, "reporting/papers.html", context)


def paper(request: HttpRequest, ref: str) -> HttpResponse:
    view = queries.paper_page(request.actor, ref, at=clock.now())
    row = view.paper
    here = [row.authority_id]
    sees_plan = may(request.actor, Permission.READ_PLAN, at=here)
    writes = sees_plan and row.is_writable and may(request.actor, Permission.WRITE_PAPER, at=here)
    course = queries.course(request.actor, row, on=clock.today())
    own = course.covered | {request.actor.person_id}
    context = {
        "title": row.subject,
        "view": view,
        "course": course,
        "after": queries.after(request.actor, row),
        "may_follow": sees_plan and bool(view.signed) and may(request.actor, Permission.WRITE_PAPER, at=here),
        "ends": row.state is PaperStep.ISSUED and may(request.actor, Permission.ISSUE_PAPER, at=here),
        "consulted": any(
            each.row.person_id in own and each.row.asked_at and not each.row.answered for each in course.consultees
        ),
        "paper": row,
        "crumbs": (PAPERS, Crumb(row.subject)),
        "facts": facts(row, view),
        "next": next_step(view, request.actor, course, own),
        "returned": returned(view),
        "asked": is_asked(view, request.actor),
        "takes_back": row.state is PaperStep.IN_APPROVAL and may(request.actor, Permission.WRITE_PAPER, at=here),
        "files": files(view),
        "parts": printed_parts(view.parts),
        "figures": figures(view),
        "mends": mends(view) if sees_plan and row.is_writable else (),
        "sees_plan": sees_plan,
        "writes": writes,
        "course_for_clerk": _course_for_clerk(request.actor, view, course),
        "may_confirm": row.state is PaperStep.SIGNED and may(request.actor, Permission.WRITE_PAPER, at=here),
        "may_see_trail": may(request.actor, Permission.READ_AUDIT, at=here),
        "may_issue": may(request.actor, Permission.ISSUE_PAPER, at=here),
        "accepts": row.state is PaperStep.SIGNED and may(request.actor, Permission.ACCEPT_PAPER, at=here),
        "page_one": [section for section in view.sections if not section.number],
        "numbered": [section for section in view.sections if section.number],
        "agreed": sum(line.line.step == LineStep.AGREED for line in view.lines),
    }
    return render(request, "reporting/paper.html", context)


def _course_for_clerk(actor: Actor, view: PaperView, course: Course) -> bool:
    """Whether somebody who issues and reads no plan is shown what issue waits for."""
    here = [view.paper.authority_id]
    issues = may(actor, Permission.ISSUE_PAPER, at=here) and not may(actor, Permission.READ_PLAN, at=here)
    return issues and view.signed is not None and (course.needs_officer or bool(course.unconfirmed))


def returned(view: PaperView) -> DecisionRow | None:
    """The comments, or the reason, for which the paper lies with its author again."""
    if view.paper.state is not PaperStep.RETURNED:
        return None
    wanted = (Verdict.RETURNED, TAKEN_BACK)
    return next((given for given in reversed(view.decisions) if given.verdict in wanted), None)


def files(view: PaperView) -> list[tuple[str, str, str, int]]:
    """Kind, name, code and size of each kept file; the PDF first."""
    kept = {kind: (sha256, size) for kind, sha256, size in (view.signed.files if view.signed else ())}
    return [(kind.value, words, *kept[kind]) for kind, words in FILE_WORDS.items() if kind in kept]


def figures(view: PaperView) -> list[tuple[str, str]]:
    """Key and words of each figure that stands for something."""
    return [(figure.key, figure.words) for figure in view.figures if figure.value]


def facts(row: PaperRow, view: PaperView) -> list[Fact]:
    """Where it goes and its days, signed and issued among them."""
    days = row.days
    found = [
        Fact("Report to", row.committees),
        Fact("Report by", row.report_by),
        Fact("Meeting", " then ".join(day_words(day) for day in (days.meets_on, row.then_meets_on) if day)),
        Fact("Period", f"{day_words(days.period_starts_on)} to {day_words(days.period_last_day)}"),
        Fact("Data as at", day_words(days.data_as_at)),
        Fact("Text closed" if row.state in FROZEN else "Text closes", day_words(days.text_closed_on)),
    ]
    if view.signed:
        found.append(Fact("Signed", day_words(clock.day_of(view.signed.signed_at))))
    issued = view.issue.issued_on if view.issue else None
    found.append(
        Fact("Issued", day_words(issued)) if issued else Fact("To be issued on or before", day_words(days.issue_on))
    )
    return found


def is_asked(view: PaperView, actor: Actor) -> bool:
    """Whether the person who looks may decide now: in their own turn, or in the next approver's place."""
    if view.next_approver is None or actor.person_id not in view.deciders:
        return False
    on_route = {row.person_id for row in view.approvers}
    return actor.person_id == view.next_approver.person_id or (
        actor.person_id not in on_route and may(actor, Permission.APPROVE_PAPER, at=[view.paper.authority_id])
    )


def next_step(view: PaperView, actor: Actor, course: Course, own: Collection[int | None]) -> Next | None:
    """What the person who looks does next; None when it is somebody else's turn."""
    ref, state, here = view.paper.ref, view.paper.state, [view.paper.authority_id]
    if state is PaperStep.IN_APPROVAL:
        return Next("Read and approve", to("approve", ref)) if is_asked(view, actor) else None
    if state is PaperStep.SIGNED:
        return _once_signed(view, actor, course)
    if not view.paper.is_writable or not may(actor, Permission.READ_PLAN, at=here):
        return None
    return _while_written(view, actor, own)


def _once_signed(view: PaperView, actor: Actor, course: Course) -> Next | None:
    ref, here = view.paper.ref, [view.paper.authority_id]
    if course.needs_officer and not course.verdict and may(actor, Permission.ACCEPT_PAPER, at=here):
        return Next("Accept or reject it", to("accept", ref))
    is_free = not course.needs_officer or bool(course.officer and course.officer.is_accepted)
    if is_free and course.unconfirmed:
        writes = may(actor, Permission.WRITE_PAPER, at=here)
        return Next("Record who confirmed it", to("behind", ref) + "#confirmed") if writes else None
    if is_free and may(actor, Permission.ISSUE_PAPER, at=here):
        return Next("Issue the paper", to("issue", ref))
    return None


def _while_written(view: PaperView, actor: Actor, own: Collection[int | None]) -> Next | None:
    ref = view.paper.ref
    if waiting := [line for line in view.lines if may_agree(line, own)]:
        return Next(f"Agree your committee lines ({len(waiting)})", to("lines", ref) + "?mine=1")
    if not may(actor, Permission.WRITE_PAPER, at=[view.paper.authority_id]):
        return None
    if not view.blocks:
        return Next("Send for approval", to("send", ref))
    url = next((mend.url for mend in mends(view) if mend.url), "")
    return Next("Write what is missing", url) if url else None


def figure(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    traced = queries.figure_trace(request.actor, ref, key, at=clock.now())
    if traced is None:
        raise Http404
    row = traced.paper
    context = {
        "title": traced.figure.words,
        "paper": row,
        "trace": traced,
        "sees_plan": may(request.actor, Permission.READ_PLAN, at=[row.authority_id]),
        "crumbs": (PAPERS, crumb(row), Crumb("Where a figure comes from")),
    }
    return render(request, "reporting/figure.html", context)
