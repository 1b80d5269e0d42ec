"""The office's pages of reading periods and their rounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import django_filters
import django_tables2 as tables
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gis_core.domain.greek import double_key, query_keys
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.history import list_changes
from gis_core.pages.list_maps import LegendLine, MappedListView, Mark, mapped_row
from gis_core.pages.tables import DateColumn, LinkColumn, NumberColumn, OfficeTable, StateColumn
from gis_core.pages.written import quantity
from meters.choices import RoundState, SlipState
from meters.models import NoteCode, ReadingPeriod, ReadingRound
from meters.querysets import CONNECTION_ROLES, ROUND_ROLES, WALKING_ROLES
from meters.selectors.rounds import NOTHING, count_slips, list_progress, list_rounds, list_slips
from meters.selectors.slip_files import slips_pdf
from meters.services.rounds import (
    Unvisited,
    assign_reader,
    check_round,
    close_round,
    open_period,
    reopen_round,
)
from meters.types import SlipRow
from meters.web.round_forms import PeriodForm, ReaderForm
from meters.web.round_marks import ROUND_LEGEND, draw_rounds

ROUND_TONES = {"open": "", "reading": "info", "checked": "good", "closed": ""}
SLIP_TONES = {"waiting": "", "read": "good", "not_read": "warn"}
#: What is held back or asked about is told by its own tone.
HELD = "bad"
LEGEND = (
    LegendLine(SlipState.READ.label, "good"),
    LegendLine(SlipState.NOT_READ.label, "warn"),
    LegendLine(gettext_lazy("Reading to be decided"), HELD),
    LegendLine(SlipState.WAITING.label),
    LegendLine(gettext_lazy("Its place is asked about"), "", "", "?"),
)
SHOWN = [
    *SlipState.choices,
    ("held", gettext_lazy("Reading to be decided")),
    ("moved", gettext_lazy("Its place is asked about")),
]


class RoundTable(OfficeTable):
    """Period, route, reader, state, how far."""

    route = LinkColumn("meters:round_detail", accessor="route__code", verbose_name=gettext_lazy("Route"))
    name = tables.Column(accessor="route__name", verbose_name=pgettext_lazy("route", "Name"))
    period = tables.Column(accessor="period__code", verbose_name=gettext_lazy("Period"))
    ends_on = DateColumn(accessor="period__ends_on", verbose_name=gettext_lazy("Until"))
    reader = tables.Column(verbose_name=gettext_lazy("Reader"))
    state = StateColumn(ROUND_TONES)
    slips = NumberColumn(verbose_name=gettext_lazy("Meters"), orderable=False, empty_values=())
    progress = tables.Column(verbose_name=gettext_lazy("Visited"), orderable=False, empty_values=())
    not_read = NumberColumn(verbose_name=SlipState.NOT_READ.label, orderable=False, empty_values=())
    held = NumberColumn(verbose_name=gettext_lazy("To decide"), orderable=False, empty_values=())

    class Meta(OfficeTable.Meta):
        model = ReadingRound
        row_attrs = mapped_row
        fields = (
            "route",
            "name",
            "period",
            "ends_on",
            "reader",
            "state",
            "slips",
            "progress",
            "not_read",
            "held",
        )

    def _count(self, record: Any) -> Any:
        """Count the slips of all rounds of the page at once."""
        if not hasattr(self, "_counts"):
            page = getattr(self, "page", None)
            rows = page.object_list if page is not None else self.rows
            self._counts = count_slips([row.record.pk for row in rows])
        return self._counts.get(record.pk, NOTHING)

    def render_slips(self, record: Any) -> str:
        """Write how many meters it has."""
        return quantity(self._count(record).slips)

    def value_slips(self, record: Any) -> int:
        """Write the number into files."""
        return int(self._count(record).slips)

    def render_progress(self, record: Any) -> str:
        """Draw how many were visited."""
        count = self._count(record)
        return format_html(
            '<progress max="{}" value="{}" aria-label="{}">{}</progress>'
            ' <span class="small2 text-nowrap">{} / {}</span>',
            count.slips or 1, count.visited, _("Visited"), f"{count.percent}%", count.visited, count.slips,
        )  # fmt: skip

    def value_progress(self, record: Any) -> str:
        """Write the share into files."""
        count = self._count(record)
        return f"{count.visited}/{count.slips}"

    def render_not_read(self, record: Any) -> str:
        """Write how many could not be read."""
        return quantity(self._count(record).not_read)

    def value_not_read(self, record: Any) -> int:
        """Write the number into files."""
        return int(self._count(record).not_read)

    def render_held(self, record: Any) -> str:
        """Write how many readings wait for a decision."""
        return quantity(self._count(record).held)

    def value_held(self, record: Any) -> int:
        """Write the number into files."""
        return int(self._count(record).held)


class RoundFilter(django_filters.FilterSet):
    """State (what is not closed, unless told), period."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), empty_label=gettext_lazy("Not closed"), method="filter_state",
        choices=[*RoundState.choices, ("all", pgettext_lazy("rounds", "All"))],
    )  # fmt: skip
    period = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Period"), queryset=ReadingPeriod.objects.all()
    )

    class Meta:
        model = ReadingRound
        fields = ("state", "period")

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Filter also where nothing was asked for: then closed rounds are left out."""
        super().__init__(data if data is not None else QueryDict(), *args, **kwargs)

    def filter_queryset(self, queryset: QuerySet[ReadingRound]) -> QuerySet[ReadingRound]:
        """Keep what is not closed, unless a state was asked for."""
        kept: QuerySet[ReadingRound] = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        return kept if asked.get("state") or asked.get("period") else kept.exclude(state=RoundState.CLOSED)

    def filter_state(self, rounds: QuerySet[ReadingRound], _name: str, value: str) -> QuerySet[ReadingRound]:
        """Keep one state, or all."""
        return rounds if value == "all" else rounds.filter(state=value)


@allow(*CONNECTION_ROLES)
class RoundList(MappedListView):
    """Rounds of the periods with their progress; what is not closed, unless asked otherwise."""

    model = ReadingRound
    table_class = RoundTable
    filterset_class = RoundFilter
    title = gettext_lazy("Reading rounds")
    export_name = "rounds"
    legend = ROUND_LEGEND
    empty_text = gettext_lazy("No round is open. Open a period for the routes that are to be read.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return what the user may see."""
        return list_rounds(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer with the page, a file, or the rounds on the map: they have no shape of their own."""
        if request.GET.get("export") != "geojson":
            return super().get(request, *args, **kwargs)
        return draw_rounds(self.get_filterset(self.get_filterset_class()).qs)

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a new period to who may open one, the walk to who reads."""
        user, actions = cast(User, self.request.user), []
        if user.has_any_role(*WALKING_ROLES):
            actions.append((reverse("meters:round_mine"), _("My rounds"), "phone"))
        if user.has_any_role(*ROUND_ROLES):
            actions.append((reverse("meters:period_open"), _("Open a period"), "plus-lg"))
        return actions


@allow(*ROUND_ROLES)
@require_http_methods(["GET", "POST"])
def period_open(request: HttpRequest) -> HttpResponse:
    """Open a period for routes and give them to readers; the same code again adds what is missing."""
    form = PeriodForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            period = open_period(
                actor=cast(User, request.user), new=form.period(), routes=form.chosen(),
                readers=form.given_readers(),
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The period is open."))
            return redirect(f"{reverse('meters:round_list')}?period={period.pk}")
    return render(request, "meters/period_form.html", {"form": form}, status=422 if form.is_bound else 200)


@allow(*CONNECTION_ROLES)
@require_GET
def round_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a round: how far it is, its slips in walking order, on a map too."""
    found, user = get_round(request, pk), cast(User, request.user)
    rows = keep_rows(list_slips(found), request.GET)
    codes = {code.pk: str(code) for code in NoteCode.objects.all()}
    context = {
        "reading_round": found, "tone": ROUND_TONES[found.state], "count": list_progress([found])[0].count,
        "rows": [(row, _tone(row), _word(row), codes.get(row.note_code_id or 0, "")) for row in rows],
        "shown": SHOWN, "state": request.GET.get("state", ""), "q": request.GET.get("q", ""),
        "legend": LEGEND, "may_manage": user.has_any_role(*ROUND_ROLES),
        "may_walk": user.has_any_role(*WALKING_ROLES), "is_closed": found.state == RoundState.CLOSED,
        "reader_form": ReaderForm(initial={"reader": found.reader}), "changes": list_changes(found),
    }  # fmt: skip
    return render(request, "meters/round_detail.html", context)


@allow(*CONNECTION_ROLES)
@require_GET
def round_map(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the meters of a round by state as GeoJSON (WGS84)."""
    rows = keep_rows(list_slips(get_round(request, pk)), request.GET)
    features = [
        {
            "type": "Feature", "id": row.slip_id,
            "geometry": {"type": "Point", "coordinates": [round(row.longitude, 6), round(row.latitude, 6)]},
            "properties": {**_mark(row).properties(row.slip_id), "number": row.position},
        }
        for row in rows
    ]  # fmt: skip
    body = {"type": "FeatureCollection", "truncated": False, "features": features}
    answer = JsonResponse(body, content_type="application/geo+json")
    answer["Cache-Control"] = "private, no-store"
    return answer


@allow(*CONNECTION_ROLES)
@require_GET
def round_slips(request: HttpRequest, pk: int) -> HttpResponse:
    """Print the slips of a whole round."""
    found = get_round(request, pk)
    language = "en" if get_language() == "en" else "el"
    answer = HttpResponse(slips_pdf(found, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="slips-{found.period_id}-{found.route_id}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@allow(*ROUND_ROLES)
@require_POST
def round_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a round to a reader, or take it back."""
    found, form = get_round(request, pk), ReaderForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose who reads."))
        return redirect("meters:round_detail", pk=pk)

    def give(user: User) -> str:
        assign_reader(actor=user, reading_round=found, reader=form.cleaned_data["reader"])
        return _("Saved.")

    return _act(request, found, give)


@allow(*ROUND_ROLES)
@require_POST
def round_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the round was looked through."""
    found = get_round(request, pk)

    def check(user: User) -> str:
        check_round(actor=user, reading_round=found)
        return _("The round is checked.")

    return _act(request, found, check)


@allow(*ROUND_ROLES)
@require_POST
def round_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a round; what was not read is estimated or left."""
    found = get_round(request, pk)
    choice = Unvisited.ESTIMATE if request.POST.get("unvisited") == "estimate" else Unvisited.LEAVE

    def close(user: User) -> str:
        written = close_round(actor=user, reading_round=found, unvisited=choice)
        if choice == Unvisited.LEAVE:
            return _("The round is closed.")
        said = ngettext(
            "The round is closed; %(number)s estimate was written.",
            "The round is closed; %(number)s estimates were written.", written,
        )  # fmt: skip
        return said % {"number": written}

    return _act(request, found, close)


@allow(*ROUND_ROLES)
@require_POST
def round_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed round again."""
    found = get_round(request, pk)

    def reopen(user: User) -> str:
        reopen_round(actor=user, reading_round=found)
        return _("The round is open again.")

    return _act(request, found, reopen)


def get_round(request: HttpRequest, pk: int) -> ReadingRound:
    """Return a round that the user may see; what they may not does not exist for them."""
    return get_object_or_404(list_rounds(cast(User, request.user)), pk=pk)


def keep_rows(rows: list[SlipRow], asked: QueryDict) -> list[SlipRow]:
    """Keep the slips in the state that is asked for whose address or numbers hold the words."""
    state, words = asked.get("state", ""), query_keys(asked.get("q", ""))
    if state == "held":
        rows = [row for row in rows if row.is_held]
    elif state == "moved":
        rows = [row for row in rows if row.has_question]
    elif state in SlipState.values:
        rows = [row for row in rows if row.state == state]
    return [row for row in rows if _has_words(row, words)] if any(words) else rows


def _has_words(row: SlipRow, keys: list[str]) -> bool:
    text = double_key(f"{row.address} {row.supply_number} {row.serial}")
    return any(all(word in text for word in key.split()) for key in keys)


def _tone(row: SlipRow) -> str:
    return HELD if row.is_held else SLIP_TONES[row.state]


def _word(row: SlipRow) -> str:
    return _("To decide") if row.is_held else str(SlipState(row.state).label)


def _mark(row: SlipRow) -> Mark:
    value = "" if row.value_m3 is None else f" · {quantity(row.value_m3)} m³"
    return Mark(
        title=f"{row.position}. {row.address}", text=f"{row.serial} · {_word(row)}{value}", tone=_tone(row),
        url=reverse("meters:connection_detail", args=[row.connection_id]),
        sign="?" if row.has_question else "",
    )  # fmt: skip


def _act(request: HttpRequest, found: ReadingRound, act: Callable[[User], str]) -> HttpResponse:
    try:
        said = act(cast(User, request.user))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("meters:round_detail", pk=found.pk)
