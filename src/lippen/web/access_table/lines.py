"""What a line of the access table says."""

from __future__ import annotations

from dataclasses import dataclass, field

from lippen.organisation.roles import Role

ANYONE = frozenset({"anyone"})
SIGNED_IN = frozenset(Role)


@dataclass(frozen=True)
class Line:
    """One route: who may come, which records it shows, what the audit trail calls it, and a plain line on why."""

    name: str
    roles: frozenset[str]
    words: str
    audit: str | None = None
    subject: str | None = None
    methods: frozenset[str] = field(default_factory=lambda: frozenset({"GET", "HEAD"}))
    demo_only: bool = False
    public_pages_only: bool = False
    without_database: bool = False
    scope: str = ""
    """What a partner's token must be allowed; such a route asks for a token and knows no session."""
    before_second_factor: bool = False

    is_look_up: bool = False
    """Whether it looks up a record of a person: many in a short time are slowed."""

    @property
    def is_public(self) -> bool:
        """Whether people who are not signed in may come."""
        return self.roles == ANYONE


READ = frozenset({"GET", "HEAD"})
WRITE = frozenset({"GET", "HEAD", "POST"})
POST = frozenset({"POST"})
