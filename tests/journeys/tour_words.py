"""What each role is shown first: whom to enter as, where to go and what to see there. Words are ours, pages are real.

A stop is reached by an address, or by following links by their words from the stop before.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """One page of a tour: how it is reached, part of its heading, and what to look for."""

    heading: str
    words: str
    at: str = ""
    follow: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tour:
    """A role's first quarter of an hour."""

    key: str
    role: str
    initials: str
    opening: str
    stops: tuple[Stop, ...]


TOURS = (
    Tour(
        "social-worker",
        "Social worker",
        "KL",
        "You see what the plan changes for children and say what you have seen, in a minute, on a phone.",
        (
            Stop("desk", "What you owe today, the late things first. When nothing waits, it says so.", at="/"),
            Stop(
                "Plans",
                "Every plan of your council. Open one: each promised action has a lead, a date and a standing.",
                at="/plans/",
            ),
        ),
    ),
    Tour(
        "team-leader",
        "Team leader",
        "IC",
        "You lead actions between two visits, cover for somebody who is away, and accept evidence of others.",
        (
            Stop("desk", "Your own duties, and those you cover, marked with the name of whoever is away.", at="/"),
            Stop("Plans", "The plans of your service.", at="/plans/"),
        ),
    ),
    Tour(
        "service-manager",
        "Service manager",
        "EG",
        "You lead many actions and write the committee's paper.",
        (
            Stop("desk", "What is late, what is due, and the paper that came back with a comment.", at="/"),
            Stop("Papers", "The quarter's papers, each with where it stands and whose turn it is.", at="/papers/"),
            Stop(
                "Partners",
                "Whom you work with, and what was promised both ways.",
                at="/partners/",
            ),
        ),
    ),
    Tour(
        "head-of-service",
        "Head of service",
        "AP",
        "You answer for the plan: which actions are shown done, which only say so, and what is late.",
        (
            Stop("desk", "What waits for you.", at="/"),
            Stop("Plans", "Each plan with its counts.", at="/plans/"),
            Stop("Papers", "Papers that you report or approve.", at="/papers/"),
        ),
    ),
    Tour(
        "chief-social-work-officer",
        "Chief social work officer",
        "MB",
        "A statutory post of its own: you see how claims and evidence stand side by side in both councils.",
        (
            Stop("desk", "What waits for you.", at="/"),
            Stop("Plans", "Both councils' shared plan.", at="/plans/"),
        ),
    ),
    Tour(
        "chief-executive",
        "Chief executive",
        "RA",
        "You approve papers last, after reading page one and what rests under a sentence.",
        (
            Stop("desk", "What waits for your approval.", at="/"),
            Stop("Papers", "Each paper with its route.", at="/papers/"),
        ),
    ),
    Tour(
        "performance-officer",
        "Performance officer",
        "GW",
        "You bring plans in from the files that councils have and keep them honest.",
        (
            Stop("desk", "Open doubts, files that wait and evidence that nobody has looked at.", at="/"),
            Stop("Plans", "Plans come in from Word, spreadsheets, PDFs, web pages and text.", at="/plans/"),
            Stop(
                "Bring in a plan",
                "Choose the file. What could be read two ways becomes a question.",
                at="/plans/import",
            ),
            Stop("Sources", "What the plans answer to: reviews, inspections, audits, complaints.", at="/plans/sources"),
            Stop("Groups", "Boards and forums, with agendas that draw themselves from the plan.", at="/groups/"),
            Stop(
                "Evidence", "Each piece of evidence with the actions it serves, and who asked for it.", at="/evidence/"
            ),
        ),
    ),
    Tour(
        "committee-clerk",
        "Committee clerk",
        "NF",
        "You issue signed papers, keep the committee's cycle and its templates.",
        (
            Stop("desk", "Papers that are signed and not yet issued.", at="/"),
            Stop("Papers", "The papers of your committees.", at="/papers/"),
            Stop("Committees", "Your committees, and how each council counts clear days.", at="/papers/committees"),
            Stop(
                "Lairnside Children's Joint Board",
                "A board's meetings, the cycle of its papers, and the route that every paper takes.",
                follow=("Lairnside Children's Joint Board",),
            ),
            Stop(
                "Templates",
                "The forms of papers: change one without code, and see it before it counts.",
                at="/papers/templates",
            ),
            Stop("Forward plan", "What each meeting expects, and what is on its way there.", at="/papers/forward-plan"),
        ),
    ),
    Tour(
        "proper-officer",
        "Proper officer",
        "AM",
        "You decide what is published, and check that a paper is what was signed.",
        (
            Stop("desk", "What waits for you: papers to accept or reject, and what is proposed as exempt.", at="/"),
            Stop("Papers", "Signed and issued papers.", at="/papers/"),
            Stop(
                "Register of issued papers",
                "What was issued, what is not for publication and why, and what was withdrawn.",
                at="/papers/register",
            ),
        ),
    ),
    Tour(
        "member-of-the-committee",
        "Councillor on the committee",
        "BC",
        "You read two pages and know what changed, what is late and what is asked of you.",
        (
            Stop("desk", "Where your papers are.", at="/"),
            Stop("Papers", "Issued papers, the newest first.", at="/papers/"),
        ),
    ),
    Tour(
        "other-councillor",
        "Councillor, not on the committee",
        "WH",
        "You read what has been issued and is not exempt.",
        (Stop("Papers", "Issued papers.", at="/papers/"),),
    ),
    Tour(
        "appointed-member",
        "Appointed member",
        "PS",
        "You sit with the committee and read what it reads.",
        (Stop("Papers", "Issued papers.", at="/papers/"),),
    ),
    Tour(
        "partner",
        "Partner",
        "SE",
        "You work with the service and are shown your own desk only.",
        (
            Stop("desk", "Nothing of the council's is shown here; the page says who can help.", at="/"),
            Stop("Sorcha Eldinlaw", "Your own page: what comes by e-mail, and who covers for you.", at="/me"),
        ),
    ),
    Tour(
        "inspector",
        "Inspector",
        "TC",
        "You read a sample of the plan and its evidence, drawn by your own words, for stated days.",
        (
            Stop("Your samples", "The samples that are open to you today.", at="/inspection/"),
            Stop("Sample of", "How it was drawn, and that drawn again it is the same.", follow=("6 of",)),
        ),
    ),
    Tour(
        "information-governance",
        "Information governance",
        "UB",
        "You see who looked at what, by whom and when, and never what they read.",
        (Stop("Who looked", "Filter by person, record and days; refusals are shown.", at="/who-looked"),),
    ),
    Tour(
        "administrator",
        "Administrator",
        "DS",
        "You look after the site and the ways in.",
        (
            Stop("desk", "What waits for you, such as the quarter's review of access.", at="/"),
            Stop(
                "site is doing",
                "Whether database, worker, jobs and audit trail are well.",
                at="/status",
            ),
        ),
    ),
)
