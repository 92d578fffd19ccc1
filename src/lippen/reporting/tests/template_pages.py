"""A template on its way, for tests: versions put in force, a draft begun, and where its pages are."""

from __future__ import annotations

from django.urls import reverse

from lippen.kernel.access import Actor
from lippen.reporting import actions, queries
from lippen.reporting.rows import TemplateRow
from lippen.reporting.tests.world import TODAY, World

# Each page of a template, and what its address needs besides the template.
TEMPLATE_PAGES: dict[str, tuple[object, ...]] = {
    "template": (),
    "template_copy": (),
    "template_draft": (),
    "template_parts": (),
    "template_in_force": (),
    "template_add": ("report",),
    "template_priorities": ("0",),
    "template_section": ("purpose",),
    "template_start": (1,),
    "template_stop": (),
    "template_preview": ("1", "paper", "html"),
}
WITHOUT_DRAFT = frozenset({"template", "template_copy", "template_start", "template_stop", "template_preview"})


def usual(there: World, actor: Actor | None = None, key: str = queries.USUAL) -> TemplateRow:
    """One of the council's templates."""
    with there.as_(actor or there.clerk) as known:
        return next(row for row in queries.templates(known, on=TODAY) if row.key == key)


def begun(there: World, key: str = queries.USUAL) -> TemplateRow:
    """The template with a draft begun from the version in force; one that is begun stays."""
    row = usual(there, key=key)
    if row.draft is None and row.in_force is not None:
        with there.as_(there.clerk) as clerk:
            actions.start_template_draft(actor=clerk, template_ref=row.ref, version=row.in_force.version, at=there.at())
    return usual(there, key=key)


def in_force_again(there: World, key: str = queries.USUAL) -> TemplateRow:
    """The template with one more version in force from today."""
    row = begun(there, key)
    assert row.draft is not None
    with there.as_(there.clerk) as clerk:
        actions.put_template_in_force(
            actor=clerk,
            template_ref=row.ref,
            number=row.draft.number,
            in_force_from=TODAY,
            note="The same again",
            at=there.at(),
        )
    return usual(there, key=key)


def template_address(there: World, name: str, versions: int) -> str:
    """Where a page of a template with so many versions is, its draft begun or not as the page needs."""
    row = usual(there)
    while len(row.versions) < versions:
        row = in_force_again(there)
    if name in WITHOUT_DRAFT and row.draft is not None:
        with there.as_(there.clerk) as clerk:
            actions.set_template_draft_aside(actor=clerk, template_ref=row.ref, number=row.draft.number, at=there.at())
    elif name not in WITHOUT_DRAFT:
        begun(there)
    more = TEMPLATE_PAGES[name]
    if name == "template_preview":
        more = ("1", _signed(there), "html")
    if name == "template_start":
        more = (1,)
    return reverse(f"reporting:{name}", args=[row.ref, *more])


def _signed(there: World) -> str:
    """A signed paper that the clerk may read."""
    with there.as_(there.clerk) as clerk:
        found = [row.ref for row in queries.papers(clerk)]
    return found[0] if found else there.signed()
