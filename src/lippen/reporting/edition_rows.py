"""What editions, flags, the register and what comes after issue look like from outside: frozen rows, no tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from lippen.reporting.papers.flagging import NameFlag
from lippen.reporting.vocabulary import FLAG_WORDS, RESOLUTION_WORDS, TIE_WORDS


@dataclass(frozen=True)
class FlagRow:
    """A flag of a paper, and why it stays; unanswered, it holds up the paper."""

    flag: NameFlag
    kept_because: str = ""
    kept_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered it yet."""
        return not self.kept_because

    @property
    def kind_words(self) -> str:
        """What is flagged, as it reads on a page."""
        return FLAG_WORDS[self.flag.kind]


@dataclass(frozen=True)
class ResolutionRow:
    kind: str
    words: str
    recorded_at: datetime

    @property
    def kind_words(self) -> str:
        """What was resolved, as it reads on a page."""
        return RESOLUTION_WORDS[self.kind]


@dataclass(frozen=True)
class TieRow:
    """One paper after another: how it stands to it and why."""

    kind: str
    ref: str
    first_ref: str
    reason: str
    title: str = ""

    @property
    def words(self) -> str:
        """How it stands to the first, as it reads on a page."""
        return TIE_WORDS[self.kind]


@dataclass(frozen=True)
class WithdrawnRow:
    withdrawn_on: date
    reason: str


@dataclass(frozen=True)
class EditionRow:
    """The public edition of an exempt paper."""

    ref: str
    sha256: str
    paragraphs: tuple[int, ...]
    is_issued: bool = False


@dataclass(frozen=True)
class AfterRow:
    """What came before and after a paper: what it follows, what follows it, withdrawal, stamps, resolution."""

    follows: TieRow | None = None
    followed_by: tuple[TieRow, ...] = ()
    withdrawn: WithdrawnRow | None = None
    item: str = ""
    first_page: int = 0
    edition: EditionRow | None = None
    resolutions: tuple[ResolutionRow, ...] = ()
    late_reason: str = ""


@dataclass(frozen=True)
class RegisterRow:
    """An issued paper as the register shows it: itself, or the public edition of an exempt one."""

    ref: str
    paper_ref: str
    title: str
    authority_name: str
    committee_name: str
    meets_on: date
    issued_on: date
    sha256: str
    is_edition: bool = False
    notice: str = ""
    kinds: tuple[str, ...] = ()
    withdrawn: WithdrawnRow | None = None
    tie: TieRow | None = None
    successors: tuple[TieRow, ...] = ()
    late_reason: str = ""

    @property
    def notice_words(self) -> str:
        """What is not for publication: all of this, or what this edition leaves out."""
        if not self.is_edition or not self.notice:
            return self.notice
        return f"Without what is {self.notice[0].lower()}{self.notice[1:]}"

    @property
    def has_notes(self) -> bool:
        """Whether there is anything to know beside its title and days."""
        return bool(self.withdrawn or self.notice or self.late_reason or self.tie or self.successors)


@dataclass(frozen=True)
class BesideRow:
    """What a list says beside a paper's title: how it stands to another, whether it stands, who may read it."""

    tie: str = ""
    withdrawn: bool = False
    exempt: bool = False
