"""Pages beside rounds: note codes, windows of consumers, questions of positions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.history import list_changes
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import LinkColumn, MomentColumn, NumberColumn, OfficeTable, StateColumn
from gis_core.pages.written import day
from meters.choices import PositionAnswer
from meters.models import NoteCode, PositionQuestion, ReadingWindow, Route
from meters.querysets import CONNECTION_ROLES, ROUND_ROLES
from meters.selectors.rounds import list_position_questions
from meters.services.note_codes import save_note_code
from meters.services.positions import answer_position
from meters.services.windows import end_window, open_window
from meters.web.round_forms import NoteCodeForm, WindowForm

ANSWER_TONES = {"open": "warn", "accepted": "good", "rejected": ""}
WINDOW_TONES = {"planned": "info", "now": "good", "past": ""}


class NoteCodeTable(OfficeTable):
    """What readers may choose."""

    code = LinkColumn("meters:note_code_edit")

    class Meta(OfficeTable.Meta):
        model = NoteCode
        fields = ("code", "name_el", "name_en", "prevents_reading", "asks_photo", "position", "is_offered")


class NoteCodeFilter(django_filters.FilterSet):
    """Offered or not."""

    class Meta:
        model = NoteCode
        fields = ("is_offered", "prevents_reading")


@allow(*ROUND_ROLES)
class NoteCodeList(OfficeListView):
    """Note codes of readers."""

    model = NoteCode
    table_class = NoteCodeTable
    filterset_class = NoteCodeFilter
    title = gettext_lazy("Note codes")
    export_name = "note-codes"

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return them all."""
        return NoteCode.objects.all()

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a new one."""
        return [(reverse("meters:note_code_create"), _("New note code"), "plus-lg")]

    def get_crumbs(self) -> list[tuple[str, Any]]:
        """Lead back to the rounds."""
        return [(reverse("meters:round_list"), _("Reading rounds"))]


@allow(*ROUND_ROLES)
@require_http_methods(["GET", "POST"])
def note_code_create(request: HttpRequest) -> HttpResponse:
    """Write a new note code."""
    return _edit_code(request, NoteCode())


@allow(*ROUND_ROLES)
@require_http_methods(["GET", "POST"])
def note_code_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a note code."""
    return _edit_code(request, get_object_or_404(NoteCode, pk=pk))


def _edit_code(request: HttpRequest, code: NoteCode) -> HttpResponse:
    form = NoteCodeForm(request.POST or None, instance=code)
    if request.method == "POST" and form.is_valid():
        save_note_code(actor=cast(User, request.user), code=form.save(commit=False))
        messages.success(request, _("Saved."))
        return redirect("meters:note_code_list")
    title = str(code) if code.pk else _("New note code")
    return _form(request, form, title, "meters:note_code_list", _("Note codes"), code if code.pk else None)


class WindowTable(OfficeTable):
    """Which route, from when to when, open or not."""

    name = tables.Column(orderable=False)
    route = tables.Column(verbose_name=gettext_lazy("Route"), empty_values=())
    first_day = tables.Column(verbose_name=gettext_lazy("First day"), accessor="days", orderable=False)
    last_day = tables.Column(verbose_name=gettext_lazy("Last day"), accessor="days", orderable=False)
    state = tables.Column(verbose_name=gettext_lazy("State"), empty_values=(), orderable=False)
    act = tables.TemplateColumn(
        verbose_name="", orderable=False, exclude_from_export=True,
        template_name="meters/partials/window_act.html",
    )  # fmt: skip

    class Meta(OfficeTable.Meta):
        model = ReadingWindow
        fields = ("name", "route", "first_day", "last_day", "period", "state", "act")

    def render_route(self, record: Any) -> str:
        """Write all routes where it names none."""
        return str(record.route or _("All routes"))

    def render_first_day(self, value: Any) -> str:
        """Write the first day."""
        return day(value.lower)

    def render_last_day(self, value: Any) -> str:
        """Write the last day of the half-open range."""
        return day(value.upper - timedelta(days=1))

    def render_state(self, record: Any) -> str:
        """Write whether it is open."""
        tone, icon, word = _window_state(record)
        return format_html(
            '<span class="state {}"><i class="bi bi-{}" aria-hidden="true"></i>{}</span>', tone, icon, word
        )

    def value_state(self, record: Any) -> str:
        """Write the word into files."""
        return _window_state(record)[2]


def _window_state(window: ReadingWindow) -> tuple[str, str, str]:
    today = timezone.localdate()
    if window.days.lower > today:
        return ("info", "info-circle", _("To come"))
    if window.days.upper > today:
        return ("good", "check-circle", _("Open now"))
    return ("", "circle", _("Past"))


class WindowFilter(django_filters.FilterSet):
    """Route."""

    route = django_filters.ModelChoiceFilter(label=gettext_lazy("Route"), queryset=Route.objects.all())

    class Meta:
        model = ReadingWindow
        fields = ("route",)


@allow(*CONNECTION_ROLES)
class WindowList(OfficeListView):
    """Windows in which consumers send their readings."""

    model = ReadingWindow
    table_class = WindowTable
    filterset_class = WindowFilter
    title = gettext_lazy("Windows for consumers' readings")
    export_name = "reading-windows"
    empty_text = gettext_lazy("No window yet: consumers cannot send readings.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return them all: they tell nothing of persons."""
        return ReadingWindow.objects.select_related("route", "period")

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a new window to who may open one."""
        if not cast(User, self.request.user).has_any_role(*ROUND_ROLES):
            return []
        return [(reverse("meters:window_create"), _("New window"), "plus-lg")]

    def get_table_kwargs(self) -> dict[str, Any]:
        """Leave the button out for who may not press it."""
        kwargs = super().get_table_kwargs()
        if not cast(User, self.request.user).has_any_role(*ROUND_ROLES):
            kwargs["exclude"] = (*kwargs.get("exclude", ()), "act")
        return kwargs


@allow(*ROUND_ROLES)
@require_http_methods(["GET", "POST"])
def window_create(request: HttpRequest) -> HttpResponse:
    """Open a window, now or later."""
    form = WindowForm(request.POST or None, initial={"first_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            open_window(actor=cast(User, request.user), **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The window is written."))
            return redirect("meters:window_list")
    return _form(
        request, form, _("New window"), "meters:window_list", _("Windows for consumers' readings"), None
    )


@allow(*ROUND_ROLES)
@require_POST
def window_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Shut a window today, or drop one that has not begun."""
    end_window(actor=cast(User, request.user), window=get_object_or_404(ReadingWindow, pk=pk))
    messages.success(request, _("The window is shut."))
    return redirect("meters:window_list")


class QuestionTable(OfficeTable):
    """Meters that seem to have moved."""

    address = LinkColumn(
        "meters:connection_detail", accessor="installation__connection__address",
        pk="installation__connection_id", verbose_name=gettext_lazy("Address"),
    )  # fmt: skip
    supply_number = tables.Column(
        accessor="installation__connection__supply_number", verbose_name=gettext_lazy("Supply number")
    )
    serial = tables.Column(accessor="installation__meter__serial", verbose_name=gettext_lazy("Meter"))
    moved_m = NumberColumn(decimals=0)
    geom_accuracy_m = NumberColumn(decimals=0)
    asked_at = MomentColumn()
    answer = StateColumn(ANSWER_TONES)
    act = tables.TemplateColumn(
        verbose_name="", orderable=False, exclude_from_export=True,
        template_name="meters/partials/position_act.html",
    )  # fmt: skip

    class Meta(OfficeTable.Meta):
        model = PositionQuestion
        fields = (
            "address", "supply_number", "serial", "moved_m", "geom_accuracy_m", "asked_at", "answer", "act",
        )  # fmt: skip


class QuestionFilter(django_filters.FilterSet):
    """Decided or not."""

    answer = django_filters.ChoiceFilter(
        label=pgettext_lazy("position", "Decision"), choices=PositionAnswer.choices
    )

    class Meta:
        model = PositionQuestion
        fields = ("answer",)


@allow(*ROUND_ROLES)
class QuestionList(OfficeListView):
    """Questions of positions, those to decide first."""

    model = PositionQuestion
    table_class = QuestionTable
    filterset_class = QuestionFilter
    title = gettext_lazy("Meters that seem to have moved")
    export_name = "positions"
    empty_text = gettext_lazy("No meter was met far from its place.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return them with where they are."""
        return list_position_questions()


@allow(*ROUND_ROLES)
@require_POST
def position_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide where a meter stands."""
    question = get_object_or_404(PositionQuestion, pk=pk)
    try:
        answer_position(
            actor=cast(User, request.user), question=question, accept=request.POST.get("accept") == "yes"
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Saved."))
    return redirect("meters:position_list")


def _form(
    request: HttpRequest, form: Any, title: str, back: str, back_title: str, record: NoteCode | None
) -> HttpResponse:
    context = {
        "form": form, "title": title, "back": reverse(back), "back_title": back_title,
        "changes": list_changes(record) if record is not None else [],
    }  # fmt: skip
    return render(request, "meters/round_extra_form.html", context, status=422 if form.is_bound else 200)
