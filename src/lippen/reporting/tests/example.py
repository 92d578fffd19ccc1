"""A whole paper of a made-up council, for tests, pictures and benchmarks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from .example_plan import THEMES

SIGNED_AT = datetime(2026, 10, 17, 15, 4, 9, tzinfo=UTC)
PAPER_REF = "paper-7h3k9q2m"
TITLE = "Long-term childcare team: improvement plan, progress in the quarter to 30 September"

COLUMNS = (
    ("Recommendation", 16),
    ("Action", 22),
    ("Lead", 10),
    ("Review", 11),
    ("State", 10),
    ("Progress this quarter", 31),
)


def example_content(actions: int = 32) -> dict[str, Any]:
    """The content of a quarter's progress report with this many actions in its appendix."""
    return {
        "lippen": "paper/1",
        "edition": "public",
        "template": {"key": "progress-report", "version": 1},
        "paper": {"ref": PAPER_REF, "title": TITLE, "authority": "Braeside Council"},
        "as_at": "2026-09-30",
        "known_at": "2026-10-17T15:00:00+00:00",
        "dates": _dates(),
        "parts": [
            {"key": "members", "title": "For members: one page", "blocks": _members(actions)},
            {"key": "report", "title": "Report", "blocks": _report()},
            {"key": "appendix", "title": "Appendix 1: every action in the plan", "blocks": [_appendix(actions)]},
        ],
        "figures": [_figure(actions)],
    }


def appendix_rows(actions: int) -> list[list[list[str]]]:
    """Rows of the appendix, round the themes as often as the number asks."""
    rows: list[list[list[str]]] = []
    turn = 0
    while len(rows) < actions:
        for number, (theme, lines) in enumerate(THEMES, start=1 + turn * len(THEMES)):
            for place, (words, lead, review, state, progress) in enumerate(lines, start=1):
                rows.append(
                    [[f"{number} {theme}"], [f"{number}.{place} {words}"], [lead], [review], [state], list(progress)]
                )
        turn += 1
    return rows[:actions]


def _dates() -> list[dict[str, str]]:
    pairs = (
        ("Period ends", "30 September 2026"),
        ("Data as at", "9 October 2026"),
        ("Text closed", "17 October 2026"),
        ("Meeting", "29 October 2026"),
    )
    return [{"label": label, "value": value} for label, value in pairs]


def _figure(actions: int) -> dict[str, Any]:
    return {
        "key": "actions_late",
        "value": 3,
        "words": f"3 of {actions} actions are late",
        "from": {"query": "improvement.late", "ids": ["action-2f6k1m9x", "action-8d0q4t7w", "action-5b3n6r1z"]},
    }


def _members(actions: int) -> list[dict[str, Any]]:
    return [
        _heading("What you asked", level=3),
        _paragraph(
            "In June you agreed ten recommendations after the independent review, and asked to hear every "
            "quarter what has changed for children."
        ),
        _heading("What changed", level=3),
        _bullets(
            "58 of the 64 children who were waiting for a long-term worker now have one.",
            "Supervision held on time rose from 61 % to 86 %.",
            "Two actions were shown done: the staff survey, and the equipment that workers lacked.",
        ),
        _heading("What is late, and since when", level=3),
        {
            "kind": "standing",
            "word": "Red",
            "text": (
                f"3 of {actions} actions are late: team structures (since 30 September, blocked), policies (since "
                "31 August) and the workforce plan (since 30 September)."
            ),
        },
        {
            "kind": "standing",
            "word": "Amber",
            "text": "2 actions say done without accepted evidence: rooms for children, and filling empty posts.",
        },
        _heading("What is different for children?", level=3),
        _paragraph(
            "A child in long-term care now waits 9 days for a worker, where in June it was 34. Whether they "
            "feel better heard it is too early to say; we shall know by 31 January 2027, from the survey of "
            "children and carers."
        ),
        _heading("What we ask of you", level=3),
        _paragraph(
            "Note the progress; agree the new date for the quality panel, 31 January 2027; and ask for a "
            "fuller plan at your next meeting."
        ),
    ]


def _report() -> list[dict[str, Any]]:
    return [
        {
            "kind": "facts",
            "rows": [
                ["Report to", "Housing and Care Committee"],
                ["Date of meeting", "29 October 2026"],
                ["Subject", TITLE],
                ["Report by", "Acting Head of Social Services and Chief Social Work Officer"],
            ],
        },
        *_section(
            "1.0",
            "Purpose",
            (
                "This paper says how far the long-term childcare team's improvement plan came in the quarter to 30 "
                "September 2026."
            ),
            "Appendix 1 lists each action, who leads it and what happened.",
        ),
        _heading("Recommendations", "2.0"),
        _paragraph("It is recommended that the committee:", "2.1"),
        {
            "kind": "lettered",
            "items": [
                "notes the progress made with the plan that followed the independent review;",
                "agrees that the quality panel is postponed to 31 January 2027; and",
                "asks for a fuller plan that takes account of the new posts and the help offered from outside.",
            ],
        },
        *_section(
            "3.0",
            "Considerations",
            (
                "Much has been done since the Council considered the independent review in June. The ten themes of "
                "the review are still the frame of this report."
            ),
            (
                "The Council agreed in September to add six social workers and to buy a new information system. "
                "How that goes will be told in later papers; this one does not repeat those figures."
            ),
        ),
        _paragraph("Three things hold the work up:", "3.3"),
        _bullets(
            "experienced workers are hard to find;",
            "the shared service's structure is under review; and",
            "two policies wait for national guidance.",
        ),
        *_section(
            "4.0",
            "Workforce capacity and current issues",
            "Immediate risk to children comes first. Sessional staff carry 22 cases until the new workers start.",
            (
                "A family support worker will be recruited, so that social workers can give their time to the "
                "hardest cases."
            ),
        ),
        *_section(
            "5.0", "Policy implications", "Policies that must change are listed under recommendation 5 in the appendix."
        ),
        *_section(
            "6.0",
            "Stakeholder engagement",
            (
                "Solicitors, panel members and the health board have been offered meetings; three have been held "
                "and two are in the diary."
            ),
        ),
        *_section("7.0", "Sustainability implications", "None."),
        *_section(
            "8.0",
            "Resource implications",
            "Finance: the cost of the new posts, £312,000 a year, was approved by the Council on 24 September 2026.",
            "Staffing: six posts, of which two are filled from October.",
        ),
        _heading("Exempt reports", "9.0"),
        _choice("9.1", "Is this report exempt?", yes=False),
        _heading("Declarations", "10.0"),
        _paragraph("The recommendations in this report support or carry out our priorities and policies.", "10.1"),
        {
            "kind": "choice",
            "number": "10.2",
            "question": "Our priorities 2025 to 2030",
            "options": [
                {"label": "People learn, train and are ready for work", "ticked": False},
                {"label": "Children and families who need help are supported", "ticked": True},
                {"label": "Our communities are safer", "ticked": True},
                {"label": "The Council is effective and is recognised for it", "ticked": True},
            ],
            "note": None,
        },
        _heading("Equalities impact", "11.0"),
        _choice(
            "11.1",
            (
                "Has the required equalities impact assessment been carried out, so that no group is harmed by the "
                "recommendations?"
            ),
            yes=True,
            note="Published with the papers of the June meeting.",
        ),
        _heading("Legality", "12.0"),
        _choice("12.1", "Is the Council acting within its legal powers if it adopts these recommendations?", yes=True),
        *_section("13.0", "Appendices", "Appendix 1: every action in the plan."),
        _heading("Background papers", "14.0"),
        _choice(
            "14.1",
            (
                "Were other documents used to write this report? They are kept for the public to read for four "
                "years from the meeting."
            ),
            yes=True,
            note="Independent review of the long-term team, May 2026.",
        ),
        {
            "kind": "people",
            "heading": "Author(s)",
            "columns": ["Name", "Designation", "Phone"],
            "rows": [["Rhona Kilbride", "Service Manager, Strategy and Performance", "Extension 5523"]],
        },
        {
            "kind": "signatures",
            "rows": [
                {
                    "name": "Aileen Muirhead",
                    "designation": "Acting Head of Social Services and Chief Social Work Officer",
                    "signed_on": "17 October 2026",
                },
                {"name": "Tom Farquhar-Innes", "designation": "Chief Executive", "signed_on": "17 October 2026"},
            ],
        },
    ]


def _appendix(actions: int) -> dict[str, Any]:
    return {
        "kind": "table",
        "key": "appendix",
        "caption": f"The {actions} actions of the plan, as at 30 September 2026",
        "columns": [{"heading": heading, "share": share} for heading, share in COLUMNS],
        "rows": appendix_rows(actions),
    }


def _section(number: str, title: str, *paragraphs: str) -> list[dict[str, Any]]:
    stem = number.split(".")[0]
    return [
        _heading(title, number),
        *(_paragraph(words, f"{stem}.{place}") for place, words in enumerate(paragraphs, start=1)),
    ]


def _heading(words: str, number: str | None = None, level: int = 2) -> dict[str, Any]:
    return {"kind": "heading", "level": level, "number": number, "text": words}


def _paragraph(words: str, number: str | None = None) -> dict[str, Any]:
    return {"kind": "paragraph", "number": number, "text": words}


def _bullets(*items: str) -> dict[str, Any]:
    return {"kind": "bullets", "items": list(items)}


def _choice(number: str, question: str, *, yes: bool, note: str | None = None) -> dict[str, Any]:
    options = [{"label": "Yes", "ticked": yes}, {"label": "No", "ticked": not yes}]
    return {"kind": "choice", "number": number, "question": question, "options": options, "note": note}
