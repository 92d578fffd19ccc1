"""How long things last, and how many there may be."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

SEARCH_HOLDS = timedelta(hours=1)
GLASS_HOLDS = timedelta(minutes=60)
UNDO_DAYS = 30
SHARED_LONGEST = timedelta(days=366)
SAMPLE_LONGEST = timedelta(days=90)
MOST_DRAWN = 100
CLEARED_FOR = timedelta(days=180)
TOLD_FOR = timedelta(days=30)
PLANNED_LONGEST = timedelta(days=366)
NEXT_CONTACT_LONGEST = timedelta(days=90)
"""How far ahead the next contact with a child may be who waits."""
HABITS_OVER = timedelta(days=60)
HABITS_BEFORE = timedelta(days=28)
"""Habits are those of the sixty days that ended so long ago: three weeks of evenings make none yet."""
CLOSING_AGREED_IN = timedelta(days=7)
MARKER_AGREED_IN = timedelta(days=3)
OWN_TIE_SETTLED_IN = timedelta(days=3)
"""How soon a second person says whether a record is the own family of somebody who manages or leads."""
MARKER_LONGEST = timedelta(days=366)
ALERT_LASTS = timedelta(days=60)
ALERT_RAISED_IN = timedelta(days=2)
LONG_AGO = timedelta(days=183)
HANDOVER_ANSWERED_IN = timedelta(days=3)
CHANGES_MONTHS = 24
OVER_FOR = timedelta(days=14)
DECISION_LONGEST = timedelta(days=183)
ANSWERED_IN = timedelta(days=14)
LEAVES_WITHIN = timedelta(days=92)
LEFT_SINCE = timedelta(days=56)
HANDOVER_LONGEST = timedelta(days=92)
FOUR_WEEKS_HOURS = Decimal(140)
FOUR_WEEKS = timedelta(days=28)
EIGHT_WEEKS = timedelta(days=56)
CONSENT_MONTHS = 12
CONSENT_DAYS_BEFORE = 28
