"""A paper's course beside its text: from which route it was made, who was consulted, what the proper officer said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lippen.reporting.committee_rows import CycleDays, PreAgendaRow
from lippen.reporting.rows import ConfirmationAsked, ConfirmationRow, ConsulteeRow, ExemptRow, OriginRow
from lippen.reporting.vocabulary import CONSULTED_WORDS, Consulted, OfficerVerdict


@dataclass(frozen=True)
class ConsultedRow:
    """A consultee and where they stand today."""

    row: ConsulteeRow
    standing: Consulted
    by_name: str = ""
    """Who gave the comment, where it was not the consultee but whoever covers for them."""

    @property
    def words(self) -> str:
        """Where they stand, as it reads on a page."""
        return CONSULTED_WORDS[self.standing]


@dataclass(frozen=True)
class OfficerRow:
    """What the proper officer decided."""

    number: int
    verdict: str
    reason: str
    name: str
    designation: str
    recorded_at: datetime

    @property
    def is_accepted(self) -> bool:
        """Whether the paper may be issued, as far as the proper officer is concerned."""
        return self.verdict == OfficerVerdict.ACCEPTED


@dataclass(frozen=True)
class Course:
    """All that a paper's page says about its route beside authors and approvers."""

    origin: OriginRow | None
    consultees: tuple[ConsultedRow, ...]
    officer: OfficerRow | None
    days: CycleDays | None
    pre_agendas: tuple[PreAgendaRow, ...]
    needs_officer: bool
    exempt: ExemptRow | None = None
    confirmations: tuple[ConfirmationRow, ...] = ()
    lacks_officer: bool = False
    """Whether it is signed and waits for a proper officer, and nobody holds that post."""
    covered: frozenset[int] = frozenset()
    """Those for whom whoever looks covers on that day."""

    @property
    def to_ask(self) -> bool:
        """Whether there is a consultee whom nobody has asked yet."""
        return any(each.standing is Consulted.PLANNED for each in self.consultees)

    @property
    def asked(self) -> tuple[ConfirmationAsked, ...]:
        """What the route wants confirmed."""
        return self.origin.confirmations if self.origin else ()

    @property
    def unconfirmed(self) -> tuple[ConfirmationAsked, ...]:
        """What the route wants confirmed and nobody has."""
        given = {row.subject for row in self.confirmations}
        return tuple(asked for asked in self.asked if asked.subject not in given)

    @property
    def pre_agenda(self) -> PreAgendaRow | None:
        """The pre-agenda that was held last."""
        return self.pre_agendas[0] if self.pre_agendas else None

    @property
    def verdict(self) -> str:
        """What the proper officer decided, or nothing."""
        return self.officer.verdict if self.officer else ""
