"""One search over plans, actions, papers, commitments and evidence: each package finds in what the asker may see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString

from lippen.improvement.queries import searching as improvement
from lippen.kernel.access import Actor, Permission, may
from lippen.kernel.searching import Found, marked, words_of
from lippen.reporting.queries import searching as reporting

MOST_OF_A_KIND = 10
Finder = Callable[..., list[Found]]


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is searched: its heading, who finds it, where it opens, and who may look."""

    heading: str
    find: Finder
    page: str
    needs: Permission


KINDS: Mapping[str, Kind] = {
    "action": Kind("Actions", improvement.found_actions, "improvement:action", Permission.READ_PLAN),
    "plan": Kind("Plans", improvement.found_plans, "improvement:plan", Permission.READ_PLAN),
    "paper": Kind("Papers", reporting.found_papers, "reporting:paper", Permission.READ_PAPER),
    "commitment": Kind("Commitments", improvement.found_commitments, "partners:commitment", Permission.READ_PLAN),
    "evidence": Kind("Evidence", improvement.found_evidence, "library:item", Permission.READ_PLAN),
}


@dataclass(frozen=True)
class Hit:
    """Something that was found, as the page shows it."""

    title: str
    url: str
    within: str
    words: SafeString
    key: str


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `is_cut` where there may be more."""

    heading: str
    hits: tuple[Hit, ...]
    is_cut: bool


@dataclass(frozen=True)
class Search:
    """What somebody asked, the words that counted, and what was found."""

    text: str
    words: tuple[str, ...]
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many were found in all."""
        return sum(len(group.hits) for group in self.groups)

    def audit_keys(self) -> dict[str, object]:
        """For the trail: what was asked as codes that only this site can make again, and what was found by its key."""
        codes = [salted_hmac("lippen.search", word).hexdigest()[:16] for word in self.words]
        return {"terms": codes, **{group.heading.lower(): [hit.key for hit in group.hits] for group in self.groups}}


def search(actor: Actor, text: str) -> Search:
    """Find the words among everything that this actor may see; a fixed number of statements."""
    words = words_of(text)
    groups = [_group(actor, kind, words) for kind in KINDS.values() if words and may(actor, kind.needs)]
    return Search(text, words, tuple(group for group in groups if group.hits))


def _group(actor: Actor, kind: Kind, words: tuple[str, ...]) -> Group:
    found = kind.find(actor, words, most=MOST_OF_A_KIND + 1)
    hits = tuple(
        Hit(each.title, reverse(kind.page, args=[each.key]), each.within, marked(each.words), each.key)
        for each in found[:MOST_OF_A_KIND]
    )
    return Group(kind.heading, hits, len(found) > MOST_OF_A_KIND)
