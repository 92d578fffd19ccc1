"""What becomes of each field when a record's time is up: keep, scrub, or retain for a stated time; a file for a topic.

Said here is the longest. A looked-after child's record is kept until the 100th anniversary of birth; others go by the
years that each council sets (`rules.KEEPING`), and no record of a list that two agreed to is held past it.
"""

from __future__ import annotations

from lippen.casework.retention import figures, front, intake, keeping, lending, people, watching, work

FIELDS: dict[str, str] = {
    **people.FIELDS,
    **work.FIELDS,
    **front.FIELDS,
    **lending.FIELDS,
    **keeping.FIELDS,
    **watching.FIELDS,
    **figures.FIELDS,
    **intake.FIELDS,
}
