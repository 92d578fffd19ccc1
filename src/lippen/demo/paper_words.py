"""What the authors write in the papers: texts, answers, comments. Dates and each council's words are put in later."""

from __future__ import annotations

SUBJECT = "Long-term work improvement plan: progress, {m-3} to {my-1}"
TEXTS: dict[str, tuple[str, ...]] = {
    "members.changed": (
        "Fewer children wait: six had no social worker of their own at the end of {m-1}, nineteen at the end of {m-4}.",
        "Families have a room of their own for time together. Children say that nobody walks through.",
        "Two actions are shown done by people outside their leads' line: every team's equipment is listed, and the "
        "known gaps in staffing are filled.",
    ),
    "workforce": (
        "A service manager and a second team leader came in {m-2}, and two social workers are appointed. Sessional "
        "workers hold the work that could not wait; it remains hard to find people with the experience it takes.",
        "A family support worker is being recruited, so that social workers have time for what only they can do.",
        "Each child who waited for a worker has been seen by a manager. A child at risk is never left to wait.",
    ),
    "scrutiny": (
        "The Care Inspectorate's link inspector meets us every quarter, and every month about this plan. Their "
        "advice "
        "has been frank and useful.",
        "The {self_assessment} is put back, so that staff can give their time to children and to the improvement "
        "event. "
        "The {inspection} goes ahead.",
        "{helper} offers to work beside our social workers on plans for permanence. What each offer adds to "
        "the plan, and who answers for it, is written down before it begins.",
    ),
    "stakeholders": (
        "Children and parents fill in a card after family time. What they say has changed the room's opening hours.",
        "Lawyers who complained on behalf of families have been offered meetings, and three have taken place. "
        "Members of "
        "the children's panel have named what would show them that things improve.",
        "Health managers and we have agreed four things to do together.",
    ),
    "sustainability": ("None.",),
    "resources.finance": (
        "None beyond what Council has already agreed for staff, and for the case system once its business case is "
        "decided.",
    ),
    "resources.staffing": ("The posts named in section 4. No further posts are asked for.",),
    "background": ("The improvement plan in full, with operational detail", "Report of {review_source}"),
}
ANSWERS: dict[str, tuple[tuple[str, ...], str]] = {
    "exempt": (("no",), ""),
    "equalities": (("yes",), ""),
    "legality": (("yes",), ""),
    "background": (("yes",), ""),
}
PRIORITIES = {
    "today": (("promise", "families", "council"), "Children's Services Plan"),
    "2012": (("vulnerable", "safer", "council"), "Integrated Children's Services Plan"),
}
KEPT = "The board has published this already, and it tells of nobody in particular."
ANSWERABLE = "Ailsa Pitcarrow"
"""Answers for the actions whose lead the Word file leaves open."""
LINES: dict[str, tuple[str, ...]] = {
    "1.1": (
        "Forty-seven of 58 staff have done the two-day course, side by side with nurses, teachers and police officers.",
        "The course for those who will train others was to run in {m-1}. It had to wait for a large enough room.",
    ),
}
APPROVAL = "Read with care. Page one says plainly what is late."

NEIGHBOURS_COMMITTEE = "Learning and Families Committee"

CONSIDERED = (
    "The plan was kept in a Word file until the end of {m-1}; since then it is kept in Lippen, with every word of "
    "that file.",
    "In the quarter three actions came to be shown done (2.3, 3.2 and 4.1). The survey of staff (4.1) was accepted "
    "by the "
    "head of service herself, not by somebody outside her line; the plan says so.",
    "The target dates of four actions moved: 1.1, 4.2, 7.3 and 10.2. The first date of each stays in sight, with "
    "the reason.",
)
"""Stands in place of the drafted sentence on what changed: before the Word file came in, Lippen knew of no change."""

SMALL_TITLE = "Support for kinship carers"
SMALL_SUBJECT = "Support for kinship carers: progress, {m-6} to {my-4}"
SMALL_NEXT_SUBJECT = "Support for kinship carers: progress, {m-3} to {my-1}"
SMALL_RETURNED = (
    "Please say in one sentence what the carers themselves told us at the supper. The committee will ask. "
    "Then I can approve it."
)
SMALL_TEXTS: dict[str, tuple[str, ...]] = {
    "workforce": ("One social worker spends three days a week with kinship carers. The post is filled.",),
    "scrutiny": ("Nobody from outside has looked at this yet. Carers themselves read the plan before it was agreed.",),
    "stakeholders": ("Fourteen carers came to the first supper. They chose the four actions of this plan.",),
    "sustainability": ("None.",),
    "resources.finance": ("None. The suppers are paid from the existing budget.",),
    "resources.staffing": ("None.",),
    "background": ("Notes of the carers' supper",),
}
SMALL_FIRST_TEXTS: dict[str, tuple[str, ...]] = {
    **SMALL_TEXTS,
    "workforce": (
        *SMALL_TEXTS["workforce"],
        "A report on how long carers wait for their first payment will be brought to a later meeting of the committee.",
    ),
}
SMALL_NEXT_TEXTS: dict[str, tuple[str, ...]] = {
    **SMALL_TEXTS,
    "stakeholders": ("A second supper took place in {m-1}. Eleven carers came.",),
}
