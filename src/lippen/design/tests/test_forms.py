from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from bs4 import BeautifulSoup, Tag
from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.template import engines
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from lippen.design.days import DayField
from lippen.design.fields import GroupedRadios, Renderer
from lippen.design.forms import DatePartsField, DesignForm, FilterForm, PeriodField, explained, put_back, typed_fields
from lippen.design.tests.gallery import LONG_NAME, UpdateForm, refused_form
from lippen.kernel.calendar import Period, Precision
from lippen.kernel.errors import CannotDo


class Day(DesignForm):
    seen_on = DatePartsField(label="When?")


def soup(form: forms.BaseForm) -> BeautifulSoup:
    return BeautifulSoup(str(form), "html.parser")


def parts(day: str, month: str, year: str) -> dict[str, str]:
    return {"seen_on_day": day, "seen_on_month": month, "seen_on_year": year}


def test_every_visible_control_has_exactly_one_label() -> None:
    page = soup(UpdateForm())

    for control in page.select("input:not([type=hidden]), select, textarea"):
        assert len(page.select(f'label[for="{control["id"]}"]')) == 1, control


def test_no_id_stands_twice_in_a_form() -> None:
    ids = [tag["id"] for tag in soup(refused_form()).select("[id]")]

    assert sorted(ids) == sorted(set(ids))


def test_a_wrong_answer_is_described_by_its_hint_and_its_error() -> None:
    page = soup(refused_form())

    described = str(page.select_one("#id_progress")["aria-describedby"]).split()  # type: ignore[index]

    assert [page.find(id=each) is not None for each in described] == [True, True]
    assert "Two or three sentences" in text(page.find(id=described[0]))
    assert "2001 characters" in text(page.find(id=described[1]))


def text(found: object) -> str:
    assert isinstance(found, Tag)
    return found.get_text()


def test_a_group_of_choices_is_a_fieldset_described_by_its_error() -> None:
    group = soup(refused_form()).select_one("fieldset#id_state")

    assert group is not None
    assert group["aria-describedby"] == "id_state_error"
    assert text(group.legend) == "Where is it now?"


def test_only_questions_that_can_be_left_out_say_optional() -> None:
    words = [each.get_text() for each in soup(UpdateForm()).select("label, legend") if "optional" in each.get_text()]

    assert words == ["Who else should know? (optional)", "Where can it be seen? (optional)", "Evidence (optional)"]


def test_the_error_summary_links_to_something_that_can_be_answered() -> None:
    form = refused_form()
    summary = engines["django"].from_string("{% load design %}{% error_summary form %}").render({"form": form})
    page = soup(form)

    targets = [str(link["href"])[1:] for link in BeautifulSoup(summary, "html.parser").select("a")]

    assert len(targets) == 5
    assert [page.find(id=target).name for target in targets] == ["textarea", "input", "input", "select", "input"]  # type: ignore[union-attr]


def test_a_refusal_shows_at_the_field_it_names() -> None:
    form = Day(parts("1", "2", "2026"))
    assert form.is_valid()

    with explained(form):
        raise CannotDo("She had moved by then.", field="seen_on")

    assert form.errors["seen_on"] == ["She had moved by then."]


def test_a_refusal_of_an_unknown_field_still_shows() -> None:
    form = Day(parts("1", "2", "2026"))
    assert form.is_valid()

    with explained(form):
        raise CannotDo("The plan has closed.", field="elsewhere")

    assert form.non_field_errors() == ["The plan has closed."]


def test_any_other_error_passes_through_explained() -> None:
    with pytest.raises(RuntimeError), explained(Day()):
        raise RuntimeError


@pytest.mark.parametrize(("month", "day"), [("10", "25"), ("Oct", " 25 "), ("october", "25")])
def test_a_month_may_be_a_number_or_a_word(month: str, day: str) -> None:
    form = Day(parts(day, month, "2012"))

    assert form.is_valid(), form.errors
    assert form.cleaned_data["seen_on"] == date(2012, 10, 25)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("31", "2", "2026"), "There is no day 31 2 2026. Check the day and the month."),
        (("", "2", "2026"), "Enter a day, a month and a year, such as 25 10 2012."),
        (("", "", ""), "Enter a day, a month and a year, such as 25 10 2012."),
        ((" ", "\t", "  \n"), "Enter a day, a month and a year, such as 25 10 2012."),
        (("1", "2", "2_12"), "There is no day 1 2 2_12. Check the day and the month."),
        (("31", "12", "9999"), "9999 is too far away. Check the year."),
        (("1", "1", "0001"), "0001 is too far away. Check the year."),
        (("+1", "2", "2012"), "There is no day +1 2 2012. Check the day and the month."),
        (("1", "2", "26"), "Write the year in four figures, such as 2012."),
        (("1", "2", "0000"), "There is no day 1 2 0000. Check the day and the month."),
        (("٣", "x", "²²²²"), "There is no day ٣ x ²²²². Check the day and the month."),
    ],
)
def test_a_day_that_does_not_exist_is_explained(given: tuple[str, str, str], said: str) -> None:
    assert Day(parts(*given)).errors["seen_on"] == [said]


def test_a_day_in_parts_comes_back_as_it_was_typed() -> None:
    boxes = soup(Day(parts("31", "Feb", "2026"))).select("input[type=text]")

    assert [box["value"] for box in boxes] == ["31", "Feb", "2026"]


def october(words: str) -> Period | None:
    if words != "October 2012":
        raise ValueError(words)
    return Period(words, Precision.MONTH, date(2012, 10, 1), date(2012, 11, 1))


class When(DesignForm):
    target = PeriodField(read=october, label="Target date")


def test_a_date_in_words_becomes_a_period() -> None:
    form = When({"target": " October 2012 "})

    assert form.is_valid()
    assert form.cleaned_data["target"].starts_on == date(2012, 10, 1)


def test_words_that_are_no_date_are_quoted_back() -> None:
    assert "“when schools agree”" in When({"target": "when schools agree"}).errors["target"][0]


@pytest.mark.parametrize("words", ["31/02/2026", "31 February 2026"])
def test_a_day_in_one_box_that_no_calendar_has_is_said_as_in_three(words: str) -> None:
    assert When({"target": words}).errors["target"] == [f"There is no day {words}. Check the day and the month."]


def test_every_opening_of_a_form_carries_its_own_token() -> None:
    tokens = {str(soup(Day()).select_one("[name=form_token]")["value"]) for _ in range(2)}  # type: ignore[index]

    assert len({UUID(token) for token in tokens}) == 2


def test_a_form_with_errors_keeps_its_token() -> None:
    form = Day({"form_token": "0f8fad5b-d9cb-469f-a165-70867728950e"})

    assert 'value="0f8fad5b-d9cb-469f-a165-70867728950e"' in str(form)


def test_what_was_typed_comes_back_from_a_draft_without_errors() -> None:
    sent = QueryDict(mutable=True)
    sent.update({"progress": "Two schools", "state": "blocked", "so_on_day": "31", "so_on_month": "Feb", "lead": "2"})
    sent.setlist("audience", ["committee", "partner"])

    form = put_back(UpdateForm(), typed_fields(UpdateForm(sent)))
    page = soup(form)

    assert not form.errors
    assert text(page.select_one("#id_progress")).strip() == "Two schools"
    assert page.select_one("#id_so_on_month")["value"] == "Feb"  # type: ignore[index]
    assert text(page.select_one("option[selected]")) == LONG_NAME
    assert [each["value"] for each in page.select("input[checked]")] == ["blocked", "committee", "partner"]


def test_a_draft_never_holds_a_password_or_a_token() -> None:
    class SignIn(DesignForm):
        email = forms.CharField()
        secret = forms.CharField(widget=forms.PasswordInput)

    kept = typed_fields(SignIn({"email": "a@example.org", "secret": "x", "form_token": "y"}))

    assert kept == {"email": "a@example.org"}


def test_a_filter_that_cannot_be_read_counts_as_not_given() -> None:
    class Filter(FilterForm):
        size = forms.IntegerField(required=False)
        lead = forms.CharField(required=False)

    assert Filter({"size": "many", "lead": "1"}).chosen() == {"lead": "1"}


class TypedForm(DesignForm):
    words = forms.CharField(required=False)
    pick = forms.ChoiceField(choices=[("a\u202eb", "A")], required=False)


@pytest.mark.parametrize("as_sent", [dict, lambda sent: QueryDict(urlencode(sent))])
def test_signs_that_turn_words_round_are_taken_out_of_what_is_typed_alone(as_sent) -> None:
    form = TypedForm(as_sent({"words": "cod\u202ee \ufffe\u2067مرحبا", "pick": "a\u202eb"}))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["words"] == "code مرحبا" and form["words"].value() == "code مرحبا"
    assert form.cleaned_data["pick"] == "a\u202eb"


LISTS: tuple[list[Any], ...] = (
    [("", "All"), ("1", "One"), ("2", "Two")],
    [(1, "A & B"), ("<2>", "“It's” <b>bold</b>"), (3, mark_safe("<i>kept</i>")), (None, "Nothing"), (True, 12)],
    [("Near", [("1", "Ann"), ("2", "Bob <x>")]), ("", "Nobody"), ("Far & wide", [("3", lazystr("Cy"))])],
    [],
)


@pytest.mark.parametrize("choices", LISTS)
@pytest.mark.parametrize("given", ["", "2", "3", "<2>", None, "nobody"])
def test_a_list_to_choose_from_is_written_as_djangos_templates_write_it(choices: list[Any], given: str | None) -> None:
    attrs = {"class": "ds_select", "disabled": True, "hidden": False, "data-x": '"quoted" & <odd>', "size": 4}
    for kind, value in ((forms.Select, given), (forms.Select, None), (forms.SelectMultiple, [given, "1"])):
        widget = kind(attrs=attrs, choices=choices)
        context = widget.get_context('na"me', value, {"id": "id_x", "required": True})
        written = Renderer().render(widget.template_name, context)
        assert written == TemplatesSetting.render(Renderer(), widget.template_name, context)
        assert written == widget.render('na"me', value, {"id": "id_x", "required": True}, renderer=Renderer())


@pytest.mark.parametrize("said", ["1/1/1975", "1989-12-31", "3 May 1960"])
def test_a_year_too_early_is_said_and_not_called_unreadable(said: str) -> None:
    with pytest.raises(forms.ValidationError, match="Give a year from 1990 on"):
        DayField(today=date(2026, 10, 17)).clean(said)


class Many(DesignForm):
    kind = forms.ChoiceField(
        choices=[("First", [("a", "A & b"), ("b", "B")]), ("Other <things>", [("c", "C"), ("d", "D")])],
        widget=GroupedRadios,
    )


def test_answers_under_headings_are_folded_but_for_the_first_and_where_one_was_chosen() -> None:
    closed, opened = soup(Many()), soup(Many({"kind": "d"}))

    assert [each["aria-label"] for each in closed.select("[role=group]")] == ["First", "Other <things>"]
    assert [each.has_attr("open") for each in (*closed.select("details"), *opened.select("details"))] == [False, True]
    assert [each["value"] for each in opened.select("input[checked]")] == ["d"]
    assert [str(each["for"]) for each in closed.select("label")] == [
        str(e["id"]) for e in closed.select("[type=radio]")
    ]
