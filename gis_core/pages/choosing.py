"""A field that finds one row among very many: suggestions while typing, or its number where no script runs."""

from __future__ import annotations

from typing import Any, Generic

from django import forms
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis_core.domain.greek import search_key
from gis_core.models import User
from gis_core.registry import Chooser, M

#: So many answers at most; who sees so many writes another word.
MOST = 20
#: A search without one word of so many letters would read the whole table.
SHORTEST, LONGEST = 3, 120
#: So many rows are named in the sentence that refuses a text.
NAMED = 5


def is_searchable(query: str) -> bool:
    """Say whether an index can find what was typed."""
    return any(len(word) >= SHORTEST for word in search_key(query).split())


def answer_choices(request: HttpRequest, chooser: Chooser[M]) -> JsonResponse:
    """Answer `?q=` with up to 20 rows the user may see, as {"choices": [{"text", "detail"}], "more": bool}.

    The view that calls it says by `allow` whose roles it opens to.
    """
    user = request.user
    query = request.GET.get("q", "").strip()[:LONGEST]
    rows: list[M] = []
    if isinstance(user, User) and query:
        exact = chooser.exact(query, user)
        rows = [exact] if exact is not None else []
        if is_searchable(query):
            rows += [row for row in chooser.find(query, user, MOST + 1) if row != exact]
        shown = [chooser.describe(row, user) for row in rows[:MOST]]
        choices = [{"text": choice.text, "detail": choice.detail} for choice in shown]
    else:
        choices = []
    return JsonResponse({"choices": choices, "more": len(rows) > MOST})


class SearchInput(forms.TextInput):
    """A text field whose suggestions come from the server (`assets/shell/choose.js`)."""

    def __init__(self, url_name: str, attrs: dict[str, Any] | None = None) -> None:
        """Ask the address of that name."""
        super().__init__({"autocomplete": "off", "spellcheck": "false", **(attrs or {})})
        self.url_name = url_name

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Give the script the address and its words in the reader's language."""
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"].update(
            {
                "data-choose": reverse(self.url_name),
                "data-choose-from": str(SHORTEST),
                "data-choose-none": _("Nothing found."),
                "data-choose-count": _("Found: {count}. Choose with the arrow keys and Enter."),
                "data-choose-more": _("There are more: write another word."),
                "data-choose-failed": _("The search does not answer. Write it all."),
            }
        )
        return context


class SearchChoiceField(forms.CharField, Generic[M]):
    """One row of a chooser. Set `user` before the form is cleaned: only what they may see can be chosen.

    What is submitted is the text itself, so that it does the same with a script and without: a text that names no
    single row is refused with the rows that would fit.
    """

    default_error_messages = {
        "none": gettext_lazy("Nothing fits “%(text)s”."),
        "unclear": gettext_lazy("“%(text)s” is not clear. Write one of these: %(names)s."),
    }

    def __init__(self, chooser: Chooser[M], **kwargs: Any) -> None:
        """Choose among the chooser's rows."""
        super().__init__(max_length=250, widget=SearchInput(chooser.url_name), **kwargs)
        self.chooser = chooser
        self.user: User | None = None

    def prepare_value(self, value: Any) -> Any:
        """Show a row by its words."""
        if value is None or isinstance(value, str) or self.user is None:
            return value
        return self.chooser.describe(value, self.user).text

    def clean(self, value: Any) -> Any:
        """Return the row that the text names, None for an empty text."""
        text = super().clean(value)
        if not text or self.user is None:
            return None
        row = self.chooser.exact(text, self.user)
        if row is not None:
            return row
        near = self.chooser.find(text, self.user, NAMED) if is_searchable(text) else []
        if not near:
            raise forms.ValidationError(self.error_messages["none"], code="none", params={"text": text})
        names = "; ".join(self.chooser.describe(each, self.user).text for each in near)
        raise forms.ValidationError(
            self.error_messages["unclear"], code="unclear", params={"text": text, "names": names}
        )
