"""The plan in words: ten themes and 32 actions, restated. One structure, two sets of words (today and 2012)."""

from __future__ import annotations

from lippen.demo.plan_kinds import ActionWords, Difference, ThemeWords

A = ActionWords
THEMES = (
    ThemeWords(
        "{girfec}",
        (
            A(
                "Train all staff and their first-line managers in {practice}",
                "EG",
                "{m-2}",
                (
                    "Forty-one of 58 staff have done the two-day course, side by side with nurses, teachers and police "
                    "officers. A second course, for those who will train others, runs in {m-1}.",
                    "Short briefings for social work staff cover what changes on Monday morning.",
                ),
                "under_way",
            ),
            A(
                "Bring in the {tool}, team by team",
                "SK",
                "{m+2}",
                ("The long-term team began on {m-2.20}. The assessment team follows once it has been trained.",),
                "under_way",
            ),
        ),
        Difference(
            "audit",
            "In {m-1} we read 20 new plans. Seventeen let the child be heard in their own words; in {m-4} it was "
            "nine of 20.",
            "Reading of 20 plans by team leaders of both councils, {my-1}",
        ),
    ),
    ThemeWords(
        "The right tools and places",
        (
            A(
                "Walk through how work reaches us and moves on, and take out wasted steps",
                "EG",
                "{ms-1} / {ms+0}",
                (
                    "A three-day improvement event is being prepared. It starts with {hub}; if it helps there, other "
                    "parts of the service come next.",
                ),
                "under_way",
            ),
            A(
                "Decide which case system we need, and make the case for it",
                "AP",
                "{m+0}",
                ("The business case is written and goes to Council in {m+0}.",),
                "under_way",
            ),
            A(
                "Ask each worker what equipment is missing",
                "EG",
                "{m-3}",
                (
                    "Every team has answered. The answers feed the plans for offices and for working away from them.",
                    "Managers know that a laptop or a phone that is needed now can be asked for now.",
                ),
                "says_done",
            ),
            A(
                "Give children and families a decent meeting room",
                "EG",
                "{m-2}",
                (
                    "One room is furnished for family time and in daily use. The family centre lends us a larger one.",
                    "Rooms in community buildings are being looked at, and the move next year has a child's room in "
                    "its brief.",
                ),
                "under_way",
            ),
        ),
        Difference(
            "their_words",
            "Children say of the new family room: “It has toys, and nobody walks through.” Twelve families used it "
            "in {m-1}.",
            "Cards filled in by children after family time, {my-1}",
        ),
    ),
    ThemeWords(
        "Enough people",
        (
            A(
                "Measure the long-term team's load against similar councils",
                "AP",
                "{m+2}",
                (
                    "Councillors have a first report on demand and staffing. We are now comparing ourselves with four "
                    "councils of our size.",
                ),
                "under_way",
            ),
            A(
                "Fill the gaps in staffing that are already known",
                "SK",
                "{m-2}",
                (
                    "An interim service manager began on {m-2.6}.",
                    "A second team leader began on {m-2.27}.",
                    "Two social workers are appointed and start in {m-1} and {m+0}.",
                ),
                "says_done",
            ),
            A(
                "Look again at how teams are set up in both councils",
                "AP",
                "{m-1}",
                (
                    "A proposal was drafted for the shared service's board. Work waits until the two councils have "
                    "taken stock of the shared service.",
                ),
                "blocked",
            ),
        ),
        Difference(
            "measure",
            "Nineteen children were waiting for a social worker of their own at the end of {m-4}. At the end of "
            "{m-1} it was six.",
            "Weekly count of children waiting for a worker",
        ),
    ),
    ThemeWords(
        "Skills and knowledge",
        (
            A(
                "Ask all staff what training and support they need",
                "EG",
                "{m-4}",
                (
                    "The survey is complete. Results are broken down by council and by team, and each team's plan "
                    "takes up its own.",
                ),
                "says_done",
            ),
            A(
                "Write one learning plan for the whole workforce",
                "EG",
                "{m-1}",
                (
                    "A shared way of supervising, built round what changes for the child, is being brought in. "
                    "Audits will show whether it is kept to.",
                ),
                "under_way",
            ),
            A(
                "Give specialist training and coaching where there are gaps",
                "SK",
                "{m+2}",
                (
                    "A programme is agreed with {adoption}.",
                    "Team leaders and specialist workers have a coach.",
                    "Lawyers and social workers meet every fortnight so that no child's permanence plan drifts.",
                    "An agreement with {helper} is nearly ready.",
                ),
                "under_way",
            ),
        ),
        Difference(
            "too_early",
            "Workers are still being trained and coached. The audit of supervision will tell.",
            know_by=2,
        ),
        rows=(2, 1),
    ),
    ThemeWords(
        "Good practice, written down",
        (
            A(
                "Carry out the {self_assessment}",
                "EG",
                "{m-2}",
                (
                    "Put back to {my+3}: staff time goes to children's immediate needs and to the improvement event "
                    "first.",
                    "The Care Inspectorate meets us every quarter. With health, police and education we look at four "
                    "things: the first response, judging risk, helping early, and planning for each child.",
                ),
                "postponed",
            ),
            A(
                "Make sure that what audits find changes practice",
                "EG",
                "{m-2}",
                (
                    "The performance forum meets. It is drawing up one plan for the service and a short scorecard "
                    "of its own.",
                ),
                "under_way",
            ),
            A(
                "Bring policies and procedures up to date",
                "EG / AP",
                "{m-2}",
                ("No way of doing this has been worked out yet. Urgent work with families came first.",),
                "not_started",
            ),
            A(
                "Help managers act early and fairly when work is not good enough",
                "JT",
                "{m-1}",
                ("A personnel adviser now meets managers every month. Events on managers' roles are being arranged.",),
                "under_way",
            ),
        ),
        Difference("too_early", "The audit of 40 children's plans is being done now.", know_by=1),
    ),
    ThemeWords(
        "Managers who lead",
        (
            A(
                "Say plainly what is expected of each leader",
                "EG / AP",
                "{m+2}",
                (
                    "Expectations stand in the yearly appraisal and in the service's strategy. A paper on staffing "
                    "levels, keeping staff and what each post must be able to do will come to committee.",
                ),
                "under_way",
            ),
            A(
                "Write a team plan that shows who decides what",
                "SK / IC",
                "{m-1}",
                ("A first draft is with the team. It makes clear how risk is judged and who signs.",),
                "under_way",
            ),
            A(
                "Train and support team leaders",
                "SK / EG",
                "{m+0}",
                ("Half-days for team leaders are being planned, and they are forming a forum of their own.",),
                "under_way",
            ),
        ),
        Difference("too_early", "Children will be asked whether their worker does what was promised.", know_by=3),
        rows=(3,),
    ),
    ThemeWords(
        "Knowing how well we do",
        (
            A(
                "Follow every improvement action in one monthly forum",
                "EG / AP",
                "{m+0}",
                ("In place, and adjusted as the service needs.",),
                "under_way",
                kind="keep_going",
            ),
            A(
                "Audit a sample of children's plans every year",
                "EG",
                "{m-3}",
                ("In place. What audits find goes into one plan, together with what inspectors recommend.",),
                "under_way",
                kind="keep_going",
            ),
            A(
                "Make {reviews} stronger and more independent",
                "SK / EG",
                "{m-1}",
                ("Under way. People outside the line will chair, so that somebody independent asks the questions.",),
                "under_way",
            ),
            A(
                "Check the plan of every child with us for over a year",
                "EG / SK",
                "{m-1}",
                (
                    "All children who waited for a worker have been looked at, and each has a plan. Sessional staff "
                    "work with them first.",
                    "The panel of colleagues that was to discuss plans together is postponed while pressure is this "
                    "high. Supervision covers it meanwhile.",
                ),
                "postponed",
            ),
        ),
        Difference(
            "measure",
            "Of 44 children with us for over a year, 31 have a plan that says where they will grow up. In {m-4} it "
            "was 22.",
            "Monthly count of plans for permanence",
        ),
        rows=(1, 1, 2),
    ),
    ThemeWords(
        "Listening to staff",
        (
            A(
                "Renew the service's strategy with staff, and tell them how it goes",
                "AP",
                "{m+2}",
                (
                    "Senior managers took a day in {m-3} to look at the shared service, and all managers one in {m-2}. "
                    "The strategy has been revised; a second round of staff events is in the diary.",
                ),
                "under_way",
            ),
            A("Hold team meetings to a timetable", "IC / SK", "{m-3}", ("In place",), "under_way", kind="keep_going"),
            A(
                "Give everyone in the long-term team regular supervision",
                "IC / SK",
                "{m-2}",
                ("In place. An audit each quarter looks at its quality, not only at its dates.",),
                "under_way",
                kind="keep_going",
            ),
            A(
                "Turn what inspectors and auditors say into better practice, and show it",
                "EG / AP",
                "{m+2}",
                (
                    "Each recommendation has a line in a service plan and a manager who answers for it. The "
                    "performance group follows them.",
                ),
                "under_way",
            ),
        ),
        Difference(
            "measure",
            "Fewer goodbyes: 52 of 61 children kept the same social worker from {m-3} to {m-1}.",
            "Changes of social worker, counted each month",
        ),
    ),
    ThemeWords(
        "Working with partners",
        (
            A(
                "Keep the rest of the council involved",
                "",
                "{m+2}",
                ("Open reports on performance to committee.",),
                "under_way",
            ),
            A(
                "Build on our links with other agencies",
                "AP / EG",
                "{m+2}",
                (
                    "Partners will hear each quarter what has changed for the children we work with together. Those "
                    "who matter most to these children come first.",
                ),
                "under_way",
            ),
        ),
        Difference(
            "too_early",
            "Health visitors and teachers will say in their next returns what they notice.",
            know_by=2,
        ),
    ),
    ThemeWords(
        "Being open",
        (
            A(
                "Earn back trust in the service",
                "AP",
                "{m+2}",
                (
                    "A small group looks after what we tell people, good news and bad.",
                    "The lawyers who complained for families have been offered meetings. Talks with members of the "
                    "children's panel have begun.",
                ),
                "under_way",
            ),
            A(
                "Meet those whom we let down, and put things right",
                "AP / SK",
                "{m-1}",
                ("An event with health managers is agreed. Other meetings are being arranged.",),
                "under_way",
            ),
            A(
                "Report to councillors every quarter",
                "AP",
                "{m+3}",
                ("Regular reports to the {committee}",),
                "under_way",
                kind="keep_going",
            ),
        ),
        Difference("too_early", "Four families have agreed to tell us whether they notice a change.", know_by=2),
    ),
)
