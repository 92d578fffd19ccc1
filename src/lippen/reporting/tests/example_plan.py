"""The themes and actions of a made-up improvement plan: what, who, when, state, progress."""

from __future__ import annotations

Theme = tuple[str, tuple[tuple[str, str, str, str, tuple[str, ...]], ...]]

THEMES: tuple[Theme, ...] = (
    (
        "Getting it right for every child",
        (
            (
                "Train every worker in the national practice model",
                "RK",
                "August 2026",
                "Under way",
                (
                    (
                        "Two courses for several agencies together have run, and a third, for those who will train "
                        "others, is booked for November."
                    ),
                    "41 of 56 workers have now been trained.",
                ),
            ),
            (
                "Bring in the integrated assessment form, team by team",
                "AM",
                "December 2026",
                "Under way",
                ("The first two teams have used the form for every new assessment since 24 August.",),
            ),
        ),
    ),
    (
        "Tools for the job",
        (
            (
                "Look again at how work passes from team to team",
                "RK",
                "December 2026",
                "Under way",
                (
                    (
                        "Staff will spend three days in October following one referral from the first call to the "
                        "first visit, and taking out the steps that help nobody."
                    ),
                ),
            ),
            (
                "Review what the information system can and cannot do",
                "AM",
                "October 2026",
                "Under way",
                ("The Council agreed in September to buy a new system, subject to a business case.",),
            ),
            (
                "Ask each worker what equipment they lack",
                "RK",
                "July 2026",
                "Shown done",
                ("Every team has answered. 12 laptops and 9 mobile phones were handed out in August.",),
            ),
            (
                "Find rooms where children like to meet us",
                "RK",
                "August 2026",
                "Says done",
                (
                    "The family room at Mill Street is furnished and in use.",
                    "Two rooms in community buildings are being looked at for families who live further out.",
                ),
            ),
        ),
    ),
    (
        "Workforce capacity",
        (
            (
                "Compare the long-term team's caseloads with those of other councils",
                "AM",
                "December 2026",
                "Under way",
                ("Figures from four councils are in. Our average is 19 children for each worker; theirs is 15.",),
            ),
            (
                "Fill the posts that are empty",
                "AM",
                "August 2026",
                "Says done",
                (
                    "A service manager started on 10 August and a second team leader on 31 August.",
                    "Two social workers start in October.",
                ),
            ),
            (
                "Review how the shared service's teams are arranged",
                "AM",
                "September 2026",
                "Blocked",
                (
                    (
                        "The shared service board asked for a stock-take first; this work waits for its answer, "
                        "due in November."
                    ),
                ),
            ),
        ),
    ),
    (
        "Skills and knowledge",
        (
            (
                "Survey the staff",
                "RK",
                "June 2026",
                "Shown done",
                ("71 % of staff answered. Each team has talked about its own results.",),
            ),
            (
                "Write a workforce development plan",
                "RK",
                "September 2026",
                "Under way",
                ("A first draft is with the unions. Supervision is now checked each month against the policy.",),
            ),
            (
                "Coach those who carry the hardest work",
                "AM",
                "December 2026",
                "Under way",
                (
                    "A programme on permanence is agreed with a national fostering charity.",
                    "A mentor sees both team leaders every fortnight.",
                    "A clinic with the legal team follows each child's plan for permanence.",
                ),
            ),
        ),
    ),
    (
        "Practice standards and procedures",
        (
            (
                "Judge our own work, with the inspectorate's help",
                "RK",
                "August 2026",
                "In place",
                (
                    "The link inspector has come every month since July.",
                    "A joint review of child protection work runs from September to December.",
                ),
            ),
            (
                "Make sure that we learn from each audit",
                "RK",
                "August 2026",
                "Under way",
                ("The children's performance forum now begins with the last audit and what was done about it.",),
            ),
            (
                "Review and rewrite the policies",
                "RK and AM",
                "August 2026",
                "Not started",
                ("Set aside while posts were empty. A timetable goes to the forum in November.",),
            ),
            (
                "Help managers with hard conversations at work",
                "AM",
                "September 2026",
                "Under way",
                ("A named adviser from human resources now meets managers every month.",),
            ),
        ),
    ),
    (
        "Management capacity",
        (
            (
                "Say plainly what we expect of each leader",
                "RK and AM",
                "December 2026",
                "Under way",
                ("Expectations are written into this year's personal reviews; 9 of 14 have been held.",),
            ),
            (
                "Agree a plan for the long-term team",
                "RK and AM",
                "September 2026",
                "Under way",
                ("Drafted with the team. It puts risk first and will cover every childcare team.",),
            ),
            (
                "Train and support team leaders",
                "RK, AM and the practice learning adviser, J. Okonkwo-Fairweather",
                "October 2026",
                "Under way",
                ("Six sessions are booked. Team leaders have begun to meet without their managers.",),
            ),
        ),
    ),
    (
        "Performance management",
        (
            (
                "Follow every improvement plan in one forum",
                "RK and AM",
                "October 2026",
                "In place",
                ("The forum meets every six weeks and sees one list.",),
            ),
            (
                "Audit cases through the year",
                "RK",
                "July 2026",
                "In place",
                ("18 case files were read this quarter; 11 were good or better, against 8 of 18 last quarter.",),
            ),
            (
                "Review how looked-after children's reviews are run",
                "RK and AM",
                "September 2026",
                "Under way",
                (
                    (
                        "Review officers move to the strategy service in January, so that they answer to nobody "
                        "who carries cases."
                    ),
                ),
            ),
            (
                "Read every long-term case again",
                "RK and AM",
                "September 2026",
                "Under way",
                ("All 64 cases that were waiting for a worker have been read; 58 now have one.",),
            ),
            (
                "Set up a quality panel",
                "RK and AM",
                "September 2026",
                "Postponed",
                (
                    (
                        "Postponed to 31 January 2027, agreed by the Head of Service on 4 September. Risk "
                        "accepted: fewer second opinions on hard cases."
                    ),
                    "Meanwhile each long-term case is discussed in supervision every month.",
                ),
            ),
        ),
    ),
    (
        "Staff engagement",
        (
            (
                "Tell staff how the delivery strategy is going",
                "AM",
                "December 2026",
                "Under way",
                ("A second round of meetings reached 160 of 210 staff.",),
            ),
            (
                "Hold team meetings to a timetable",
                "AM",
                "July 2026",
                "In place",
                ("In place, last checked on 14 September 2026.",),
            ),
            (
                "Supervise every long-term worker regularly",
                "AM and RK",
                "August 2026",
                "In place",
                ("86 % of sessions were held on time, against 61 % in the quarter before.",),
            ),
            (
                "Let what inspectors find change what we do",
                "RK and AM",
                "December 2026",
                "Under way",
                ("Each finding now has an owner, a date and a line in the service plan.",),
            ),
        ),
    ),
    (
        "Working with partners",
        (
            (
                "Draw in the rest of the council",
                "AM",
                "December 2026",
                "Under way",
                ("Housing and education now send a manager to the forum.",),
            ),
            (
                "Strengthen work with partners outside",
                "RK and AM",
                "December 2026",
                "Under way",
                ("Health, police and the children's reporter have each named one person to call.",),
            ),
        ),
    ),
    (
        "Communication",
        (
            (
                "Mend the service's name",
                "RK and AM",
                "December 2026",
                "Under way",
                ("Panel members and the solicitors who complained have been offered meetings; three have been held.",),
            ),
            (
                "Work with those who lost trust in us",
                "RK and AM",
                "September 2026",
                "Under way",
                ("An afternoon with health managers agreed four things to do together by March.",),
            ),
        ),
    ),
)
