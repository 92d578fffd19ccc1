"""Text saved over the version that its writer saw: the other's text is shown, one's own is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django import forms

from lippen.design.forms import DesignForm
from lippen.kernel.errors import CannotDo
from lippen.reporting.screens.paragraphs import paragraphs_of, typed_again

NEWER = (
    "Somebody has saved this since you opened it. Their text is above; yours is here. Put the two together, then save."
)


class VersionedForm(DesignForm):
    """Words over a version; when another was saved meanwhile, it is refused once and then knows the newer one."""

    words = forms.CharField(widget=forms.Textarea)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: object, paragraphs: Iterable[str], saved: int, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.saved = saved
        self.is_behind = False
        self.fields["words"].initial = typed_again(paragraphs)
        self.fields["version"].initial = saved

    def refuse_if_behind(self) -> None:
        """Refuse words over an older version; from then on the form holds the newer version, to be saved over."""
        if self.cleaned_data["version"] != self.saved:
            self.is_behind = True
            self.data = self.data.copy()
            self.data["version"] = str(self.saved)
            raise CannotDo(NEWER, field="words")


def saved_over(form: VersionedForm, save: Callable[[tuple[str, ...], int], object]) -> None:
    """Save the form's paragraphs over the version that their writer saw; a refusal is said at the words."""
    form.refuse_if_behind()
    try:
        save(paragraphs_of(form.cleaned_data["words"]), form.cleaned_data["version"])
    except CannotDo as why:
        why.field = "words"
        raise
