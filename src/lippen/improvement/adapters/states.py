"""What the words of a progress entry suggest: a state, the words themselves, and whether the action is kept going."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lippen.improvement.adapters.marks import tick_in
from lippen.improvement.vocabulary import Kind, State

_PHRASES = (
    (
        State.POSTPONED,
        r"\bpostpon\w+|\b(?:been |is |was )?delayed(?: until[^.,;]*)?"
        r"|\bdeferred|\bon hold|\bput off|\bpaused|\bpushed back",
    ),
    (State.BLOCKED, r"\bblocked|\bcannot (?:proceed|start|begin)|\bstalled|\bno longer possible"),
    (State.SUPERSEDED, r"\bsuperseded|\bno longer (?:needed|required|relevant)|\breplaced by"),
    (State.MERGED, r"\bmerged (?:with|into)|\bcombined with|\bsubsumed"),
    (
        State.NOT_STARTED,
        r"\b(?:not yet|yet to be|yet to|still to be) \w+"
        r"|\bnot (?:been )?(?:started|begun|commenced)|\bno progress|\bnot due",
    ),
    (
        State.UNDER_WAY,
        r"\bunder ?way|\bin progress|\bon ?-?going|\bin development|\bbeing \w+ed\b|\bbeing (?:rolled out|built|set up)"
        r"|\bdeveloping(?: well)?|\bdiscussions? (?:have )?started|\bcommenced|\b(?:has|have) (?:started|begun)"
        r"|\bcurrently \w+|\bcontinu(?:es|ing)|\bscheduled|\bpartly|\bpartially|\bon track|\bin hand|\bworking on",
    ),
    (
        State.SAYS_DONE,
        r"\bin place|\bcompleted?\b|\bfinished|\bdone\b|\bestablished|\bembedded|\bfully \w+ed|\bconcluded|\bdelivered"
        r"|\bimplemented|\bclosed\b|\bachieved",
    ),
)
_WEAKER = (
    (State.UNDER_WAY, r"\bagree(?:d|ment)|\bdrafted|\bintroduced|\bappointed|\bcontacted|\bpiloted|\bstarted|\bbegun"),
    (
        State.NOT_STARTED,
        r"\b(?:is |are )?planned|\b(?:to|will) be (?:arranged|developed|established|scheduled|agreed)|\bproposed",
    ),
)
_PATTERNS = tuple((state, re.compile(pattern, re.IGNORECASE)) for state, pattern in _PHRASES)
_WEAKER_PATTERNS = tuple((state, re.compile(pattern, re.IGNORECASE)) for state, pattern in _WEAKER)
_KEPT_GOING = re.compile(
    r"\bin place|\bregular\w*|\bongoing|\bon-going|\bembedded|\bquarterly|\bcontinues", re.IGNORECASE
)
_SETTLED = (State.POSTPONED, State.BLOCKED, State.SUPERSEDED, State.MERGED, State.NOT_STARTED)
_COLOURS = {"blue": State.SAYS_DONE, "complete": State.SAYS_DONE, "grey": State.NOT_STARTED}
_COLOURS |= dict.fromkeys(("green", "amber", "red", "yellow", "g", "a", "r"), State.UNDER_WAY)
_COLOURS["b"] = State.SAYS_DONE
_COLOURS |= dict.fromkeys(("🟢", "🟠", "🟡", "🔴"), State.UNDER_WAY) | {"🔵": State.SAYS_DONE}


@dataclass(frozen=True)
class Suggestion:
    """A state that some words suggest. It is never a state until a person says so."""

    state: State
    words: str
    kind: Kind = Kind.FINISH


def suggested_state(progress: str, status: str = "") -> Suggestion | None:
    """The state that a status or, failing that, a progress entry suggests; None where no words do."""
    if status.strip():
        from_status = _COLOURS.get(status.strip().lower())
        found = Suggestion(from_status, status.strip()) if from_status else _from_words(status) or _from_tick(status)
        if found:
            return found
    return _from_words(progress) or _from_tick(progress)


def _from_tick(text: str) -> Suggestion | None:
    """A tick says done where no word says otherwise."""
    tick = tick_in(text)
    return Suggestion(State.SAYS_DONE, tick) if tick else None


def _from_words(text: str) -> Suggestion | None:
    found = {state: match for state, pattern in _PATTERNS if (match := pattern.search(text))}
    if not found:
        weaker = ((state, pattern.search(text)) for state, pattern in _WEAKER_PATTERNS)
        return next((Suggestion(state, match[0].strip()) for state, match in weaker if match), None)
    state = next((state for state in _SETTLED if state in found), None) or _moving_or_done(found)
    return Suggestion(state, found[state][0].strip(), _kind(state, text))


def _moving_or_done(found: dict[State, re.Match[str]]) -> State:
    """Both under way and done: the opening words count; otherwise the work goes on."""
    done, moving = found.get(State.SAYS_DONE), found.get(State.UNDER_WAY)
    if done and (moving is None or done.start() < min(15, moving.start())):
        return State.SAYS_DONE
    return State.UNDER_WAY


def _kind(state: State, text: str) -> Kind:
    return Kind.KEEP_GOING if state is State.SAYS_DONE and _KEPT_GOING.search(text) else Kind.FINISH
