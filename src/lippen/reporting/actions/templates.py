"""A council's templates: installed, changed as a draft, put in force from a day; what was in force never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.transaction import atomic

from lippen.kernel import audit
from lippen.kernel.access import Actor, Permission, require
from lippen.kernel.clock import day_of
from lippen.kernel.errors import CannotDo, NotVisible, refusal
from lippen.kernel.ids import new_ref
from lippen.reporting import queries
from lippen.reporting.actions.guard import NotReady, owned
from lippen.reporting.models import PaperTemplate, TemplateDraft, TemplateVersion
from lippen.reporting.papers import editing
from lippen.reporting.papers.canonical import ContentFault
from lippen.reporting.papers.schema import text as printable
from lippen.reporting.papers.template import TemplateFault, read_template, read_text, shipped
from lippen.reporting.papers.template_faults import template_faults
from lippen.reporting.rows import DraftRow, TemplateRow
from lippen.reporting.rules import printed

CHANGED_MEANWHILE = "Somebody has changed this draft since you opened it. Look at it again before you change it."
MOST_CHARACTERS = 120_000
NOT_THERE = "That section is not in the draft any more. Look at the draft again."
SHIPPED_FROM = date(2009, 4, 1)


@atomic
def install_templates(*, actor: Actor, authority_id: int, at: datetime) -> int:
    """Give a council the templates that Lippen brings, word for word; those that it has stay. Gives how many."""
    there = set(PaperTemplate.objects.filter(authority_id=authority_id).values_list("key", flat=True))
    missing = [(form, text) for form, text in shipped() if form.key not in there]
    fact = owned(actor, authority_id, at)
    made = PaperTemplate.objects.bulk_create(
        PaperTemplate(ref=new_ref("template"), key=form.key, **fact) for form, _ in missing
    )
    TemplateVersion.objects.bulk_create(
        TemplateVersion(
            template=row, version=1, content=text, in_force_from=SHIPPED_FROM, note="Comes with Lippen", **fact
        )
        for row, (_, text) in zip(made, missing, strict=True)
    )
    if made:
        audit.record(actor, "template.installed", ("organisation.authority", str(authority_id)), keys={"n": len(made)})
    return len(made)


def _held(actor: Actor, ref: str, at: datetime) -> TemplateRow:
    """The template of a council where the actor may change templates, ours alone until the transaction ends."""
    require(actor, Permission.EDIT_TEMPLATE)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"reporting.template:{ref}"])
    row = queries.template_row(actor, ref, on=day_of(at))
    require(actor, Permission.EDIT_TEMPLATE, at=[row.authority_id])
    return row


def _keep_draft(actor: Actor, row: TemplateRow, content: str, *, based_on: int, said: str, at: datetime) -> int:
    number = (row.drafts[-1].number if row.drafts else 0) + 1
    with refusal("template_draft_changed_one_at_a_time", CHANGED_MEANWHILE):
        TemplateDraft.objects.create(
            template_id=row.id,
            number=number,
            content=content,
            based_on=based_on,
            said=said[:300],
            person_id=actor.person_id,
            **owned(actor, row.authority_id, at),
        )
    audit.record(actor, "template.draft_changed", ("reporting.papertemplate", row.ref), keys={"number": number})
    return number


@atomic
def start_template_draft(*, actor: Actor, template_ref: str, version: int, at: datetime) -> int:
    """Begin to change a template from one of its versions, the newest or an older one. Gives the draft's number."""
    row = _held(actor, template_ref, at)
    if row.draft is not None:
        raise CannotDo("There is a draft already. Go on with it, or set it aside first.")
    found = row.version(version)
    if found is None or not found.content:
        raise NotVisible
    said = f"Begun from version {version}"
    return _keep_draft(actor, row, found.content, based_on=version, said=said, at=at)


@atomic
def copy_template(*, actor: Actor, template_ref: str, name: str, at: datetime) -> str:
    """Begin a template of another name with what this one says; it is a draft until it is put in force."""
    row = _held(actor, template_ref, at)
    said = name.strip()
    if not said:
        raise CannotDo("Give the new template a name.", field="name")
    theirs = queries.templates(actor, on=day_of(at))
    ours = [known for known in theirs if known.authority_id == row.authority_id]
    if said.casefold() in {known.name.casefold() for known in ours}:
        raise CannotDo("There is a template of that name already. Choose another name.", field="name")
    data = json.loads(row.newest.content)
    data |= {"name": said, "key": editing.slug_of(said, {known.key for known in ours}), "version": 1}
    content = _checked(data)
    with refusal("template_of_a_council_keyed_once", "There is such a template already.", field="name"):
        made = PaperTemplate.objects.create(
            ref=new_ref("template"), key=data["key"], **owned(actor, row.authority_id, at)
        )
    fresh = queries.template_row_of(made, on=day_of(at))
    _keep_draft(actor, fresh, content, based_on=0, said=f"Copied from {row.name}", at=at)
    return made.ref


def _checked(data: Mapping[str, Any]) -> str:
    """The data as text, if a template can be read from it and every format can print its words."""
    text = editing.as_text(data)
    if len(text) > MOST_CHARACTERS:
        raise CannotDo("This template is longer than any paper. Take something out first.")
    try:
        read_template(data)
        printable(text.replace("\n", " "), "The template")
    except (TemplateFault, ContentFault) as fault:
        raise CannotDo(str(fault)) from fault
    return text


def _changed(
    actor: Actor,
    template_ref: str,
    number: int,
    said: str,
    change: Callable[[dict[str, Any]], dict[str, Any]],
    at: datetime,
    key: str = "",
) -> int:
    """Keep the draft as changed; `{}` in what was done stands for the title of the section of this key."""
    row = _held(actor, template_ref, at)
    draft = _draft(row, number)
    try:
        before = json.loads(draft.content)
        said = said.replace("{}", f"“{editing.section_of(before, key)['title']}”") if key else said
        content = _checked(change(before))
    except (KeyError, IndexError) as gone:
        raise CannotDo(NOT_THERE) from gone
    return _keep_draft(actor, row, content, based_on=draft.based_on, said=said, at=at)


def _draft(row: TemplateRow, number: int) -> DraftRow:
    """The draft, if it is still the one that the editor saw."""
    if row.draft is None:
        raise CannotDo("Nothing is being changed in this template. Begin a draft first.")
    if row.draft.number != number:
        raise CannotDo(CHANGED_MEANWHILE)
    return row.draft


@atomic
def add_template_section(
    *, actor: Actor, template_ref: str, number: int, page: str, given: Mapping[str, Any], at: datetime
) -> int:
    """Add a section at the end of page one or of the report. Gives the draft's new number."""
    said = f"Added “{given['title']}”"
    made = _changed(actor, template_ref, number, said, lambda data: editing.added(data, page, given)[0], at)
    audit.record(actor, "template.section_added", ("reporting.papertemplate", template_ref))
    return made


@atomic
def change_template_section(
    *, actor: Actor, template_ref: str, number: int, key: str, given: Mapping[str, Any], at: datetime
) -> int:
    """Change a section's title, kind, guidance, answers or what fills it. Gives the draft's new number."""
    said = f"Changed “{given['title']}”"
    made = _changed(actor, template_ref, number, said, lambda data: editing.changed(data, key, given), at)
    audit.record(actor, "template.section_changed", ("reporting.papertemplate", template_ref), keys={"section": key})
    return made


@atomic
def move_template_section(*, actor: Actor, template_ref: str, number: int, key: str, steps: int, at: datetime) -> int:
    """Move a section up (less than 0) or down. Gives the draft's new number."""
    way = "up" if steps < 0 else "down"
    made = _changed(
        actor, template_ref, number, f"Moved {{}} {way}", lambda data: editing.moved(data, key, steps), at, key
    )
    audit.record(actor, "template.section_moved", ("reporting.papertemplate", template_ref), keys={"section": key})
    return made


@atomic
def remove_template_section(*, actor: Actor, template_ref: str, number: int, key: str, at: datetime) -> int:
    """Take a section out. Gives the draft's new number; undoing brings it back."""
    made = _changed(actor, template_ref, number, "Took out {}", lambda data: editing.removed(data, key), at, key)
    audit.record(actor, "template.section_removed", ("reporting.papertemplate", template_ref), keys={"section": key})
    return made


@atomic
def change_template_parts(
    *, actor: Actor, template_ref: str, number: int, given: Mapping[str, Any], at: datetime
) -> int:
    """Change the name, and which parts the paper has besides its sections. Gives the draft's new number."""
    said = "Changed its name or parts"
    made = _changed(actor, template_ref, number, said, lambda data: editing.with_parts(data, given), at)
    audit.record(actor, "template.parts_changed", ("reporting.papertemplate", template_ref))
    return made


@atomic
def change_template_priorities(
    *,
    actor: Actor,
    template_ref: str,
    number: int,
    place: int | None,
    given: Mapping[str, Any] | None,
    at: datetime,
) -> int:
    """Change, add (no place) or take out (nothing given) a plan period and its priorities."""
    said = "Took out a plan period" if given is None else f"Set the priorities of {given['period']}"
    made = _changed(actor, template_ref, number, said, lambda data: editing.with_priorities(data, place, given), at)
    audit.record(actor, "template.priorities_changed", ("reporting.papertemplate", template_ref))
    return made


@atomic
def undo_template_change(*, actor: Actor, template_ref: str, number: int, at: datetime) -> str:
    """Put the draft back to what it was before its last change. Gives what was undone."""
    row = _held(actor, template_ref, at)
    draft = _draft(row, number)
    earlier = [kept for kept in row.drafts if kept.number < number and kept.content]
    if not earlier or draft.said.startswith("Begun from"):
        raise CannotDo("Nothing was changed since this draft was begun.")
    before = earlier[-1]
    _keep_draft(actor, row, before.content, based_on=draft.based_on, said=f"Undid: {draft.said}", at=at)
    return draft.said


@atomic
def set_template_draft_aside(*, actor: Actor, template_ref: str, number: int, at: datetime) -> None:
    """Give up what is being changed; the version in force stays as it is."""
    row = _held(actor, template_ref, at)
    draft = _draft(row, number)
    if not row.versions:
        raise CannotDo("This template was never in force, so there is nothing to go back to. Change it, or leave it.")
    _keep_draft(actor, row, "", based_on=draft.based_on, said="Set aside", at=at)


@atomic
def put_template_in_force(
    *, actor: Actor, template_ref: str, number: int, in_force_from: date, note: str, at: datetime
) -> int:
    """Make the draft the version that papers opened from a day on are written on. Gives its version."""
    row = _held(actor, template_ref, at)
    draft = _draft(row, number)
    _refuse_the_past(in_force_from, at)
    if faults := template_faults(read_text(draft.content), on=in_force_from):
        raise NotReady(faults)
    version = len(row.versions) + 1
    data = json.loads(draft.content) | {"version": version, "in_force_from": in_force_from.isoformat()}
    content = editing.as_text(data)
    return _keep_version(actor, row, version, content, in_force_from, note, draft.number, at)


def _refuse_the_past(day: date, at: datetime) -> None:
    if day < day_of(at):
        raise CannotDo(f"{printed(day)} is past. Choose today or a later day.", field="in_force_from")


def _keep_version(
    actor: Actor, row: TemplateRow, version: int, content: str, on: date, note: str, draft: int, at: datetime
) -> int:
    with refusal("template_version_numbered_once", CHANGED_MEANWHILE):
        TemplateVersion.objects.create(
            template_id=row.id,
            version=version,
            content=content,
            in_force_from=on,
            note=note.strip()[:300],
            from_draft=draft,
            person_id=actor.person_id,
            **owned(actor, row.authority_id, at),
        )
    keys = {"version": version, "sha256": hashlib.sha256(content.encode()).hexdigest()}
    audit.record(actor, "template.in_force", ("reporting.papertemplate", row.ref), keys=keys)
    return version


@atomic
def take_template_out_of_use(*, actor: Actor, template_ref: str, on: date, note: str, at: datetime) -> int:
    """Open no more papers on this template from a day on; papers that are open keep theirs. Gives the version."""
    row = _held(actor, template_ref, at)
    _refuse_the_past(on, at)
    if row.key == queries.USUAL:
        raise CannotDo("This is the form that papers are written on. Change it, rather than take it out of use.")
    if row.in_force is None:
        raise CannotDo("This template is not in use.")
    if not note.strip():
        raise CannotDo("Say why it is taken out of use.", field="note")
    drafts = row.drafts[-1].number if row.drafts else 0
    return _keep_version(actor, row, len(row.versions) + 1, "", on, note, drafts, at)
