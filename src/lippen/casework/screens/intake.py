"""Bring records in: choose a file, match its columns, look at what would come in, take it in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lippen.casework import intake as bringing
from lippen.casework import rules
from lippen.casework.actions import staging, taking_in, undoing
from lippen.casework.adapters import columns as matched
from lippen.casework.queries import intake as queries
from lippen.casework.queries.intake import IntakeRow, Standing
from lippen.casework.screens.saying import CHILDREN, form_of, yes
from lippen.casework.vocabulary import (
    AGAIN,
    CHILD_BY_CHILD,
    DOUBT_WORDS,
    INTAKE_WORDS,
    DoubtKind,
    IntakeKind,
    IntakeState,
)
from lippen.design.components import Fact
from lippen.design.forms import DesignForm
from lippen.design.navigation import Crumb
from lippen.design.pages import render
from lippen.design.sending import Page, Sent, answer, shown
from lippen.design.words import count_words, instant_words
from lippen.kernel import clock
from lippen.kernel.access import Permission, may
from lippen.kernel.errors import CannotDo
from lippen.kernel.files import gate
from lippen.kernel.files.gate import Refused

TITLE = "Bring records in"
SAMPLE_ROWS = 3
PUT_RIGHT = "Put them right in a file of their own and bring that in afterwards."
WAIT_OR_PUT_RIGHT = "Those that wait stay with their child. Put others right in a file of their own, and bring it in."
LEFT = "-"
"""How the form says that a column is left aside: an empty answer would read as none given."""


def crumbs(request: HttpRequest, *more: Crumb) -> tuple[Crumb, ...]:
    """The way here: by the children's room for those who have one."""
    above = (CHILDREN,) if may(request.actor, Permission.READ_RECORDS) else ()
    return (*above, Crumb(TITLE, reverse("casework:intakes")), *more)


def kinds_for(request: HttpRequest) -> tuple[IntakeKind, ...]:
    """What the reader may bring in."""
    return tuple(kind for kind in IntakeKind if may(request.actor, staging.permission_for(kind)))


def intakes(request: HttpRequest) -> HttpResponse:
    rows = queries.intakes(request.actor)
    stand = queries.standing(request.actor, rows)
    told = [(row, stand[row.id]) for row in rows]
    context = {"title": TITLE, "crumbs": (*crumbs(request)[:-1], Crumb(TITLE)), "rows": told}
    return render(request, "casework/intakes.html", context)


def bring_records(request: HttpRequest) -> HttpResponse:
    kinds, councils = kinds_for(request), queries.councils(request.actor)

    def build(data: object, files: object) -> DesignForm:
        return RecordsForm(data, files, kinds=kinds, councils=councils)

    def send(form: RecordsForm) -> Sent:
        return _staged(request, form)

    page = Page(
        key="bring-records",
        subject="new",
        title="Bring in a file",
        button="Read the file",
        back=reverse("casework:intakes"),
        template="casework/bring_records.html",
        crumbs=crumbs(request, Crumb("Bring in a file")),
        has_draft=False,
    )
    return _too_large(request, page, build) or answer(request, page, build, send)


bring_records.answers_too_large = True  # type: ignore[attr-defined]


def _too_large(request: HttpRequest, page: Page, build) -> HttpResponse | None:
    """The form again where what was sent is past the limit: its body was not read."""
    size = getattr(request, "too_large_bytes", 0)
    if not size:
        return None
    form = build(None, None)
    form.full_clean()
    form.cleaned_data = {}
    form.add_error("file", TOO_LARGE.format(megabytes=-(-size // (1024 * 1024))))
    response = shown(request, page, form)
    response.status_code = 413
    return response


TOO_LARGE = (
    "Your file is larger than 20 MB ({megabytes:,} MB). Split it, or have whoever looks after the server run "
    "lippen import-records: it reads up to 2 GB, and the rows wait for you here."
)


class RecordsForm(DesignForm):
    """Which file, what its rows are, from which system, for which council."""

    kind = forms.ChoiceField(label="What are its rows?", widget=forms.RadioSelect)
    source = forms.CharField(
        label="Which system does it come from?",
        max_length=120,
        help_text="Such as CareBook. It stands on every record that came in with it.",
    )
    file = forms.FileField(
        label="Which file holds the rows?",
        help_text="CSV or a spreadsheet (.xlsx), 20 MB at most, a heading over each column. Of a return its files, "
        "packed as a ZIP.",
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.xlsx,.zip"}),
        error_messages={"required": "Choose the file.", "empty": "This file is empty. Choose another."},
    )

    def __init__(self, *args: object, kinds: tuple[IntakeKind, ...], councils: tuple, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, INTAKE_WORDS[kind]) for kind in kinds]
        if len(councils) > 1:
            self.fields["council"] = forms.ChoiceField(
                label="Whose records are they?", choices=[(row.ref, row.name) for row in councils]
            )
        self.councils = {row.ref: row.id for row in councils}
        self.order_fields(["kind", "source", "council", "file", "form_token"])

    def authority_id(self) -> int:
        """The council whose records they are."""
        chosen = self.cleaned_data.get("council")
        return self.councils[chosen] if chosen else next(iter(self.councils.values()))


def _staged(request: HttpRequest, form: RecordsForm) -> Sent:
    """Keep the rows; the worker looks them through."""
    sent: UploadedFile = form.cleaned_data["file"]
    name = "".join(letter for letter in PurePath(sent.name or "").name if letter.isprintable())[:200] or "The file"
    try:
        gate.check_size(name, sent.size or 0)
        ref = bringing.send(
            request.actor,
            sent.read(),
            name,
            authority_id=form.authority_id(),
            kind=IntakeKind(form.cleaned_data["kind"]),
            source=form.cleaned_data["source"],
            at=clock.now(),
        )
    except Refused as refused:
        raise CannotDo(refused.sentence, field="file") from refused
    row = queries.intake(request.actor, ref)
    if row.state is IntakeState.WAITING and matched.missing(row.kind, row.columns):
        url = reverse("casework:intake_columns", args=[ref])
        return Sent(f"{name} is read. Say what its columns hold.", url)
    bringing.ask(request.actor, bringing.CHECK, ref)
    done = "with us" if row.state is IntakeState.READING else "read"
    return Sent(f"{name} is {done}. Nothing of it is in a record yet.", reverse("casework:intake", args=[ref]))


def intake(request: HttpRequest, ref: str) -> HttpResponse:
    row = queries.intake(request.actor, ref)
    counts = queries.doubt_counts(request.actor, row.id) if row.is_mine else {}
    in_rows = queries.doubted_rows(request.actor, row.id) if counts else {}
    lacking = matched.missing(row.kind, row.columns)
    is_open = row.is_mine and row.state is IntakeState.WAITING
    stayed = counts.get(DoubtKind.REFUSED, (0, 0))[0] if row.state is IntakeState.TAKEN else 0
    still = sum(still for kind, (_, still) in counts.items() if kind is not DoubtKind.REFUSED)
    request.audit_keys = {"rows": row.rows}
    coming = row.rows - queries.left_out(request.actor, row.id) if row.is_mine else 0
    waits = queries.waiting_rows(request.actor, row) if is_open else 0
    stand = queries.standing(request.actor, [row])[row.id]
    listed = max(stayed - stand.waits - stand.later, 0)
    context = {
        "title": row.name,
        "crumbs": crumbs(request, Crumb(row.name)),
        "row": row,
        "facts": _facts(row, stand, lacking=bool(lacking), still=still),
        "lacking": lacking,
        "is_reading": row.is_mine and row.state is IntakeState.READING,
        "is_going": is_open and not lacking and not row.is_checked and not row.told,
        "is_coming": row.state is IntakeState.TAKING,
        "may_import": may(request.actor, Permission.IMPORT_RECORDS),
        "not_undone": undoing.why_not(row, clock.today()) if row.kind is IntakeKind.RETURN else "",
        "may_undo": row.state is IntakeState.TAKEN and not undoing.why_not(row, clock.today()),
        "undo_until": clock.day_of(row.ended_at) + timedelta(days=rules.UNDO_DAYS) if row.ended_at else None,
        "is_open": is_open,
        "may_take": is_open and row.is_checked and not lacking and not still,
        "still": still,
        "stand": stand,
        "later_words": count_words(stand.later, "row") if stand.later else "",
        "wait_words": count_words(stand.waits, "row") if stand.waits else "",
        "listed_words": count_words(listed, "row") if listed else "",
        "has_reasons": bool(stayed),
        "counts": [(kind, DOUBT_WORDS[kind], in_rows[kind], open_) for kind, (_, open_) in counts.items()],
        "columns": [
            (heading, matched.field_of(row.kind, key).words if key else "")
            for heading, key in zip(row.headings, row.columns, strict=False)
        ],
        "coming": coming,
        "coming_words": count_words(coming, "row"),
        "waits_words": count_words(waits, "row") if waits else "",
        "first_open": next(
            (kind for kind, (_, left) in counts.items() if left and kind is not DoubtKind.REFUSED), None
        ),
    }
    return render(request, "casework/intake.html", context)


def _facts(row: IntakeRow, stand: Standing, *, lacking: bool, still: int) -> list[Fact]:
    since = row.changed_at if row.state is IntakeState.UNDONE else row.ended_at
    told = [
        Fact("What its rows are", row.kind_words),
        Fact("From", row.source),
        Fact("Brought by", f"{row.by}, {instant_words(row.recorded_at)}"),
        Fact("State", _state(row, lacking=lacking, still=still) + (f", {instant_words(since)}" if since else "")),
    ]
    if row.state is IntakeState.TAKEN:
        waits = f", {stand.waits:,} {'waits' if stand.waits == 1 else 'wait'}" if stand.waits else ""
        told.append(Fact("Rows", f"{stand.came:,} of {row.rows:,} came in{waits}"))
    return told


def _state(row: IntakeRow, *, lacking: bool, still: int) -> str:
    """How a file stands; of one that waits, for what."""
    if row.state is not IntakeState.WAITING or still:
        return row.state_words
    if lacking:
        return "Waits for its columns to be matched"
    return "Looked through, and not brought in yet" if row.is_checked else "Being looked through"


def own(request: HttpRequest, ref: str, *, even_reading: bool = False, even_taken: bool = False) -> IntakeRow:
    """A file of the reader's own that still waits; else why not. What stayed out of one that came in is listed."""
    row = queries.intake(request.actor, ref)
    if not row.is_mine:
        raise CannotDo(staging.NOT_YOURS.format(name=row.name))
    is_listed = even_taken and row.kind in AGAIN and row.state is IntakeState.TAKEN
    is_reading = even_reading and row.state is IntakeState.READING
    if row.state is not IntakeState.WAITING and not is_reading and not is_listed:
        raise CannotDo(staging.OVER.format(name=row.name))
    return row


def intake_columns(request: HttpRequest, ref: str) -> HttpResponse:
    row = own(request, ref)
    rows = queries.sample(request.actor, row, most=SAMPLE_ROWS)
    offered = [(LEFT, "Leave aside"), *((each.key, each.words) for each in matched.FIELDS[row.kind])]

    def build(data: object, files: object) -> DesignForm:
        fields = {
            f"column_{at}": forms.ChoiceField(
                label=heading or f"Column {at + 1}, without a heading",
                choices=offered,
                initial=row.columns[at] or LEFT,
                help_text="" if row.columns[at] in matched.ADDRESS else _shown(cells[at] for cells in rows),
            )
            for at, heading in enumerate(row.headings)
        }
        return form_of(data, version=forms.IntegerField(widget=forms.HiddenInput, initial=row.version), **fields)

    def send(form: DesignForm) -> str:
        chosen = [form.cleaned_data[f"column_{at}"].removeprefix(LEFT) for at in range(len(row.headings))]
        version = form.cleaned_data["version"]
        staging.match_columns(actor=request.actor, intake_ref=ref, columns=chosen, version=version, at=clock.now())
        bringing.ask(request.actor, bringing.CHECK, ref)
        return "The columns are matched as you said, and will be for the next file with these headings."

    needs = [each.words for each in matched.FIELDS[row.kind] if each.is_needed]
    told = {"needs": needs, "lacking": matched.missing(row.kind, row.columns)}
    page = page_of(request, row, "columns", "Match the columns", "Use these columns", **told)
    return answer(request, page.with_template("casework/intake_columns.html"), build, send)


def _shown(cells) -> str:
    """What stands under a heading, for whoever says what it holds."""
    found = dict.fromkeys(" ".join(cell.split())[:40] for cell in cells if cell.strip())
    return f"Such as {'; '.join(found)}" if found else "Its first rows are empty"


def page_of(request: HttpRequest, row: IntakeRow, key: str, title: str, button: str, **context: object) -> Page:
    """A page on which somebody does one thing with a file."""
    back = reverse("casework:intake", args=[row.ref])
    return Page(
        key=f"intake-{key}",
        subject=row.ref,
        title=title,
        button=button,
        back=back,
        crumbs=crumbs(request, Crumb(row.name, back), Crumb(title)),
        context={"row": row, **context},
        has_draft=False,
    )


def take_intake(request: HttpRequest, ref: str) -> HttpResponse:
    row = own(request, ref)
    coming, waits = row.rows - queries.left_out(request.actor, row.id), queries.waiting_rows(request.actor, row)

    def build(data: object, files: object) -> DesignForm:
        fields: dict[str, forms.Field] = {"version": forms.IntegerField(widget=forms.HiddenInput, initial=row.version)}
        if row.refused:
            fields["without_refused"] = yes(
                f"{count_words(row.refused, 'row')} that cannot come in may stay out",
                hint=WAIT_OR_PUT_RIGHT if waits else PUT_RIGHT,
            )
        return form_of(data, **fields)

    def send(form: DesignForm) -> str:
        given = form.cleaned_data
        taking_in.begin_taking(
            actor=request.actor,
            intake_ref=ref,
            without_refused=bool(given.get("without_refused")),
            version=given["version"],
            at=clock.now(),
        )
        bringing.ask(request.actor, bringing.TAKE, ref)
        return f"{row.name} is on its way in."

    by_days = row.kind in (IntakeKind.EPISODES, IntakeKind.PLACEMENTS, IntakeKind.LEGAL)
    told = {"coming": coming, "by_child": row.kind in CHILD_BY_CHILD, "by_days": by_days}
    told["waits_words"] = count_words(waits, "row") if waits else ""
    page = page_of(request, row, "take", "Bring this file in", "Bring it in", **told)
    return answer(request, page.with_template("casework/take_intake.html"), build, send)


def drop_intake(request: HttpRequest, ref: str) -> HttpResponse:
    row = own(request, ref, even_reading=True)
    bringing.drop(request.actor, row.ref, at=clock.now())
    return redirect("casework:intake", ref)


def look_at_intake_again(request: HttpRequest, ref: str) -> HttpResponse:
    found = queries.intake(request.actor, ref)
    if found.is_mine and found.state is IntakeState.TAKING:  # its work was lost: it goes on where it was
        bringing.ask(request.actor, bringing.TAKE, ref)
        return redirect("casework:intake", ref)
    if found.state is IntakeState.UNDOING:
        bringing.ask(request.actor, bringing.UNDO, ref)
        return redirect("casework:intake", ref)
    row = own(request, ref, even_reading=True)
    if row.state is IntakeState.WAITING:
        staging.look_again(actor=request.actor, intake_ref=row.ref, at=clock.now())
    bringing.ask(request.actor, bringing.CHECK, ref)
    return redirect("casework:intake", ref)
