"""What people wrote on a paper, and its route: every fact of it from one statement, as known at any moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from lippen.kernel.prepared import read_prepared
from lippen.organisation import queries as organisation
from lippen.reporting.facts import AnswerRow, DifferenceRow, LineRow
from lippen.reporting.models import (
    BackgroundEnd,
    BackgroundPaper,
    CommitteeLine,
    ConsulteeAsked,
    ConsulteeComment,
    Decision,
    DefinedStep,
    ExemptProposal,
    FlagAnswer,
    PaperAnswer,
    PaperConfirmation,
    PaperReference,
    PaperRoute,
    PaperText,
    PromiseDecision,
    RouteStep,
    TakenBack,
    ThemeDifference,
)
from lippen.reporting.rows import (
    BackgroundRow,
    ConfirmationAsked,
    ConfirmationRow,
    ConsulteeRow,
    DecisionRow,
    ExemptRow,
    OriginRow,
    PromiseRow,
    ReferenceRow,
    RouteRow,
    TextRow,
)
from lippen.reporting.vocabulary import TAKEN_BACK, ConfirmedSubject, LineStep, PromiseVerdict, RouteRole, StepKind

TABLES = (
    PaperText,
    PaperAnswer,
    CommitteeLine,
    ThemeDifference,
    RouteStep,
    Decision,
    TakenBack,
    PaperRoute,
    ConsulteeAsked,
    ConsulteeComment,
    PromiseDecision,
    PaperReference,
    PaperConfirmation,
    BackgroundPaper,
    BackgroundEnd,
    ExemptProposal,
    FlagAnswer,
)


@dataclass(frozen=True)
class Written:
    """The facts of one paper in the order in which they were recorded."""

    rows: Mapping[type, list[Any]]

    def known(self, moment: datetime) -> Written:
        """Only what was recorded by a moment."""
        kept = {model: [row for row in rows if row.recorded_at <= moment] for model, rows in self.rows.items()}
        return Written(kept)

    @cached_property
    def names(self) -> Mapping[int, str]:
        """The names of those who wrote texts and lines."""
        wrote = {row.person_id for model in (PaperText, CommitteeLine) for row in self.rows[model]} - {None}
        return organisation.person_names(wrote) if wrote else {}

    def texts(self, names: Mapping[int, str]) -> dict[str, TextRow]:
        """Every section's latest text, with who wrote it."""
        return {
            row.section: TextRow(
                row.section, tuple(row.paragraphs), row.version, names.get(row.person_id, ""), row.recorded_at
            )
            for row in sorted(self.rows[PaperText], key=_version)
        }

    def answers(self) -> dict[str, AnswerRow]:
        """Every question's latest answer."""
        return {row.question: AnswerRow(row.question, tuple(row.ticked), row.note) for row in self.rows[PaperAnswer]}

    def lines(self, names: Mapping[int, str]) -> dict[int, LineRow]:
        """Every action's latest committee line."""
        return {
            row.action_id: LineRow(
                row.action_id,
                tuple(row.paragraphs),
                row.step,
                row.version,
                tuple(row.rests_on),
                by_name=names.get(row.person_id, ""),
            )
            for row in sorted(self.rows[CommitteeLine], key=_version)
        }

    def differences(self) -> dict[int, DifferenceRow]:
        """Every theme's latest answer to what is different for children."""
        return {
            row.theme_number: DifferenceRow(row.theme_number, row.kind, row.text, row.source, row.know_by)
            for row in self.rows[ThemeDifference]
        }

    def promises(self) -> dict[str, PromiseRow]:
        """What was last decided of each sentence."""
        return {
            row.sentence: PromiseRow(
                sentence=row.sentence,
                is_promise=row.verdict == PromiseVerdict.PROMISE,
                owner_id=row.owner_id,
                owner_words=row.owner_words,
                meeting_id=row.meeting_id,
                due_on=row.due_on,
                reason=row.reason,
                recorded_at=row.recorded_at,
            )
            for row in self.rows[PromiseDecision]
        }

    def references(self) -> tuple[ReferenceRow, ...]:
        """The papers that it refers to, in the order in which they were named."""
        latest = {row.other_id: row for row in self.rows[PaperReference]}
        return tuple(ReferenceRow(row.other_id, row.words, row.why) for row in latest.values() if not row.is_taken_out)

    def confirmations(self) -> tuple[ConfirmationRow, ...]:
        """Who last confirmed each subject, unless they took it back; legality first."""
        return confirmation_rows(self.rows[PaperConfirmation])

    def background(self) -> tuple[BackgroundRow, ...]:
        """The documents behind it, those that left the list among them."""
        ended = {row.background_id: row for row in self.rows[BackgroundEnd]}
        return tuple(background_row(row, ended.get(row.pk)) for row in self.rows[BackgroundPaper])

    @property
    def route_version(self) -> int:
        """How often the route was set."""
        return max((row.version for row in self.rows[RouteStep]), default=0)

    @property
    def authors(self) -> tuple[RouteRow, ...]:
        """Authors of the route that counts, in order."""
        return self._people(RouteRole.AUTHOR)

    @property
    def approvers(self) -> tuple[RouteRow, ...]:
        """Approvers of the route that counts, in order."""
        return self._people(RouteRole.APPROVER)

    def _people(self, role: RouteRole) -> tuple[RouteRow, ...]:
        steps = (row for row in self.rows[RouteStep] if row.version == self.route_version and row.role == role)
        return tuple(
            RouteRow(r.pk, r.order, r.role, r.person_id, r.name, r.designation, r.phone, r.acting, r.post_id)
            for r in sorted(steps, key=lambda row: row.order)
        )

    @property
    def origin(self) -> OriginRow | None:
        """The definition that the route was made from; None where it was named by hand."""
        row = max(self.rows[PaperRoute], key=lambda row: row.pk, default=None)
        return origin_row(row) if row else None

    @property
    def exempt(self) -> ExemptRow | None:
        """What is proposed to be exempt; None where nothing is."""
        row = max(self.rows[ExemptProposal], key=_version, default=None)
        return exempt_row(row) if row and row.marks else None

    @property
    def kept_flags(self) -> dict[str, tuple[str, int | None]]:
        """The flagged words that stay, by key: why, and who said so."""
        return {row.key: (row.reason, row.person_id) for row in self.rows[FlagAnswer]}

    @property
    def consultees(self) -> tuple[ConsulteeRow, ...]:
        """Consultees of the route that counts, with what each was asked and answered under any of its versions."""
        steps = {row.pk: row for row in self.rows[RouteStep]}
        current = (row for row in steps.values() if row.version == self.route_version)
        asked = {_consultee_key(steps[row.route_step_id]): row for row in self.rows[ConsulteeAsked]}
        said = {_consultee_key(steps[row.route_step_id]): row for row in self.rows[ConsulteeComment]}
        return tuple(
            _consultee(row, asked.get(_consultee_key(row)), said.get(_consultee_key(row)))
            for row in sorted(current, key=lambda row: row.order)
            if row.role == RouteRole.CONSULTEE
        )

    def decisions(self, round_: int | None = None) -> tuple[DecisionRow, ...]:
        """The decisions of one round; or of all, and when an author took the paper back among them."""
        names = {step.pk: step.name for step in self.rows[RouteStep]}
        made = [
            _decision(d, names[d.route_step_id]) for d in self.rows[Decision] if round_ is None or d.round == round_
        ]
        if round_ is None:
            made += [DecisionRow(0, 0, TAKEN_BACK, t.name, t.reason, t.recorded_at) for t in self.rows[TakenBack]]
        return tuple(sorted(made, key=lambda row: row.recorded_at))

    @property
    def writers(self) -> frozenset[int]:
        """Everyone who wrote any text of the paper, and its authors; agreeing a line is not writing."""
        lines = (row for row in self.rows[CommitteeLine] if row.step != LineStep.AGREED)
        noted = (row for row in self.rows[PaperAnswer] if row.note)
        wrote: Iterable[Any] = (*self.rows[PaperText], *self.rows[ThemeDifference], *noted, *lines, *self.authors)
        return frozenset(row.person_id for row in wrote if row.person_id is not None)

    def versions(self) -> tuple[tuple[str, int, str, datetime], ...]:
        """Section, version, writer and moment of every text, newest first."""
        return tuple(
            (row.section, row.version, self.names.get(row.person_id, ""), row.recorded_at)
            for row in reversed(self.rows[PaperText])
        )


def _decision(made: Decision, asked: str) -> DecisionRow:
    """What was decided, by the approver who was asked or in their place."""
    return DecisionRow(
        made.route_step_id,
        made.round,
        made.verdict,
        made.name or asked,
        made.comments,
        made.recorded_at,
        made.designation,
        asked if made.name else "",
    )


def _consultee_key(step: RouteStep) -> tuple[int, str]:
    return step.person_id, step.subject


def _consultee(step: RouteStep, asked: ConsulteeAsked | None, said: ConsulteeComment | None) -> ConsulteeRow:
    return ConsulteeRow(
        step_id=step.pk,
        subject=step.subject,
        person_id=step.person_id,
        name=step.name,
        designation=step.designation,
        is_waited_for=step.is_waited_for,
        asked_at=asked.recorded_at if asked else None,
        due_on=asked.due_on if asked else None,
        answered=said.kind if said else "",
        words=said.words if said else "",
        answered_at=said.recorded_at if said else None,
    )


def with_origin(found: QuerySet[PaperRoute]) -> QuerySet[PaperRoute]:
    """From which definition, and what that definition asks for."""
    steps = DefinedStep.objects.filter(definition=OuterRef("definition"))
    return found.annotate(
        defined_version=F("definition__version"),
        then_name=F("definition__then_committee__name"),
        needs_officer=Exists(steps.filter(kind=StepKind.OFFICER)),
        has_pre_agenda=Exists(steps.filter(kind=StepKind.PRE_AGENDA)),
        waits_for_pre_agenda=Exists(steps.filter(kind=StepKind.PRE_AGENDA, is_waited_for=True)),
        confirmations_asked=ArraySubquery(
            steps.filter(kind=StepKind.CONFIRMATION)
            .order_by("order")
            .values_list(JSONObject(subject="subject", post_id="post_id", post_title="post__title", before="before"))
        ),
    )


def origin_row(row: Any) -> OriginRow:
    """A paper's origin as a frozen row."""
    return OriginRow(
        definition_id=row.definition_id,
        version=row.defined_version,
        route_version=row.route_version,
        is_adjusted=row.is_adjusted,
        reason=row.reason,
        then_committee=row.then_name or "",
        needs_officer=row.needs_officer,
        has_pre_agenda=row.has_pre_agenda,
        waits_for_pre_agenda=row.waits_for_pre_agenda,
        confirmations=tuple(ConfirmationAsked(**asked) for asked in row.confirmations_asked),
    )


def confirmation_rows(rows: Iterable[PaperConfirmation]) -> tuple[ConfirmationRow, ...]:
    """Who last confirmed each subject, unless they took it back; legality first. The rows come in their order."""
    latest = {row.subject: row for row in rows}
    found = (latest[subject] for subject in ConfirmedSubject if subject in latest)
    return tuple(
        ConfirmationRow(row.subject, row.name, row.designation, row.so_on, row.note)
        for row in found
        if not row.is_taken_back
    )


def exempt_row(row: Any) -> ExemptRow:
    """A proposal as a frozen row."""
    marks = tuple((mark["place"], tuple(mark["paragraphs"])) for mark in row.marks)
    return ExemptRow(row.version, marks, row.reason, row.public_title)


def _facts(model: type, paper_id: int) -> QuerySet[Any]:
    found = model.objects.filter(paper_id=paper_id).order_by("id")  # type: ignore[attr-defined]
    return with_origin(found) if model is PaperRoute else found


def background_row(row: BackgroundPaper, end: BackgroundEnd | None) -> BackgroundRow:
    """A background paper and how it left the list."""
    return BackgroundRow(
        ref=row.ref,
        paper_id=row.paper_id,
        title=row.title,
        url=row.url,
        file_name=row.file_name,
        size=row.size,
        sha256=row.sha256,
        exempt=row.exempt,
        why_exempt=row.why_exempt,
        ended=end.kind if end else "",
        ended_on=end.so_on if end else None,
    )


def written_on(paper_id: int) -> Written:
    """Every fact of a paper."""
    found = read_prepared(_every_fact, paper_id)
    return Written(dict(zip(TABLES, found, strict=True)))


def _every_fact(paper_id: int) -> tuple[QuerySet[Any], ...]:
    return tuple(_facts(model, paper_id) for model in TABLES)


def writers_of(paper_id: int) -> frozenset[int]:
    """Everyone who wrote any text of a paper, and its authors."""
    return written_on(paper_id).writers


def _version(row: Any) -> int:
    return int(row.version)
