"""A council's templates: which is in force on a day, what each version says, what is being changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.organisation import queries as organisation
from lippen.reporting.models import PaperTemplate, TemplateDraft, TemplateVersion
from lippen.reporting.papers.template import Template, read_text, template
from lippen.reporting.rows import DraftRow, PaperRow, TemplateRow, VersionRow


def form_of(row: PaperRow) -> Template:
    """The template that a paper was opened with: its council's own version, else the one that Lippen brings."""
    if row.form_text:
        return read_text(row.form_text)
    kept = (
        TemplateVersion.objects.filter(
            authority_id=row.authority_id, template__key=row.template_key, version=row.template_version
        )
        .values_list("content", flat=True)
        .first()
    )
    return read_text(kept) if kept else template(row.template_key, row.template_version)


def templates(actor: Actor, *, on: date) -> tuple[TemplateRow, ...]:
    """Every template of the actor's councils, by name, with its versions and its draft."""
    return tuple(sorted(_rows(PaperTemplate.objects.visible_to(actor), on), key=lambda row: (row.council, row.name)))


def template_row(actor: Actor, ref: str, *, on: date) -> TemplateRow:
    """One template, or NotVisible."""
    rows = _rows(PaperTemplate.objects.visible_to(actor).filter(ref=ref), on)
    if not rows:
        raise NotVisible
    return rows[0]


def template_said(actor: Actor, ref: str, version: int | None) -> tuple[str, Template]:
    """A template's key, and what one of its versions says, or its draft (no version); NotVisible when there is none."""
    found = PaperTemplate.objects.visible_to(actor).filter(ref=ref)
    said = TemplateVersion.objects.filter(template=OuterRef("pk"), version=version or 0).values("content")
    if version is None:
        used = TemplateVersion.objects.filter(template=OuterRef("template")).order_by("-from_draft")
        last = TemplateDraft.objects.filter(template=OuterRef("pk")).order_by("-number")
        said = last.filter(number__gt=Coalesce(Subquery(used.values("from_draft")[:1]), 0)).values("content")
    row = found.annotate(said=Subquery(said[:1])).first()
    if row is None or not row.said:  # type: ignore[attr-defined]
        raise NotVisible
    return row.key, read_text(row.said)  # type: ignore[attr-defined]


def template_row_of(made: PaperTemplate, *, on: date) -> TemplateRow:
    """A template that was just made."""
    return _rows(PaperTemplate.objects.filter(pk=made.pk), on)[0]


def _rows(found: QuerySet[PaperTemplate], on: date) -> list[TemplateRow]:
    kept = list(found.order_by("id"))
    ids = [row.pk for row in kept]
    versions = list(TemplateVersion.objects.filter(template_id__in=ids).order_by("version"))
    drafts = list(TemplateDraft.objects.filter(template_id__in=ids).order_by("number"))
    people = {row.person_id for row in (*versions, *drafts)} - {None}
    names = organisation.person_names(people) if people else {}
    councils = organisation.authority_names({row.authority_id for row in kept}) if kept else {}
    return [
        TemplateRow(
            id=row.pk,
            ref=row.ref,
            key=row.key,
            authority_id=row.authority_id,
            council=councils[row.authority_id],
            on=on,
            versions=tuple(_version(v, names) for v in versions if v.template_id == row.pk),
            drafts=tuple(_draft(d, names) for d in drafts if d.template_id == row.pk),
        )
        for row in kept
    ]


def _version(row: TemplateVersion, names: dict[int, str]) -> VersionRow:
    return VersionRow(
        version=row.version,
        content=row.content,
        in_force_from=row.in_force_from,
        note=row.note,
        from_draft=row.from_draft,
        by_name=names.get(row.person_id or 0, ""),
        recorded_at=row.recorded_at,
    )


def _draft(row: TemplateDraft, names: dict[int, str]) -> DraftRow:
    return DraftRow(
        number=row.number,
        content=row.content,
        based_on=row.based_on,
        said=row.said,
        by_name=names.get(row.person_id or 0, ""),
        recorded_at=row.recorded_at,
    )


def in_force(authority_id: int, key: str, *, on: date) -> int | None:
    """The version of a council's template that counts on a day; None where it has none, or took it out of use."""
    found = TemplateVersion.objects.filter(authority_id=authority_id, template__key=key, in_force_from__lte=on)
    latest = found.order_by("-version").values_list("version", "content").first()
    return latest[0] if latest and latest[1] else None


def to_choose(actor: Actor, authority_ids: Iterable[int], *, on: date) -> tuple[tuple[str, str], ...]:
    """Key and name of each template in force on a day, the usual one first."""
    wanted = frozenset(authority_ids)
    rows = [row for row in templates(actor, on=on) if row.authority_id in wanted and row.in_force is not None]
    found = {row.key: row.name for row in sorted(rows, key=lambda row: (row.key != USUAL, row.name))}
    return tuple(found.items())


USUAL = "progress-report"
