"""What a topology report found, one by one, with its map and the repairs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import django_filters
import django_tables2 as tables
from django.db.models import Case, CharField, Exists, Model, OuterRef, QuerySet, Subquery, Value, When
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.list_maps import LegendLine, MappedListView, Mark, mapped_row
from gis_core.pages.tables import MomentColumn, NumberColumn, OfficeTable, StateColumn
from network.choices import ObjectKind, Severity, TopologyCheck
from network.models import Node, Pipe, Pump, ServiceLine, ShutoffValve, TopologyFinding, TopologyReport, Valve
from network.selectors.places import to_lon_lat
from network.selectors.topology import CHECKS
from network.web.kinds import KINDS
from network.web.roles import EDIT_ROLES, VIEW_ROLES
from network.web.zone_cards import SEVERITY_TONES

_UNITS = {"nodes": gettext_lazy("nodes"), "years": gettext_lazy("years")}
#: The page of each kind of object, and its table.
_OBJECTS: dict[str, tuple[str, type[Model]]] = {
    ObjectKind.NODE: ("node", Node), ObjectKind.PIPE: ("pipe", Pipe), ObjectKind.VALVE: ("valve", Valve),
    ObjectKind.PUMP: ("pump", Pump), ObjectKind.SHUT_OFF_VALVE: ("shutoff", ShutoffValve),
    ObjectKind.SERVICE_LINE: ("service_line", ServiceLine),
}  # fmt: skip
#: How lists write numbers.
_NUMBER = NumberColumn()
_HAVE_KINDS = (ObjectKind.NODE, ObjectKind.PIPE)


def _standing() -> Case:
    """Return what the object is today: its kind where it has kinds, else a word; null when it is gone."""
    whens = []
    for kind, (_slug, model) in _OBJECTS.items():
        rows = model._default_manager.filter(pk=OuterRef("object_id"))
        if kind in _HAVE_KINDS:
            whens.append(When(object_kind=kind, then=Subquery(rows.values("kind"))))
        else:
            whens.append(When(Exists(rows), object_kind=kind, then=Value("there")))
    return Case(*whens, default=None, output_field=CharField())


def _figure(row: TopologyFinding) -> str:
    """Return the figure with its unit, or nothing."""
    if row.figure is None:
        return ""
    unit = CHECKS[TopologyCheck(row.check_name)].unit
    return f"{_NUMBER.render(round(row.figure, 3))} {_UNITS.get(unit, unit)}".strip()


def _card(row: Any) -> str:
    """Return the address of the object's card; nothing when it is gone."""
    if row.standing is None:
        return ""
    return reverse(f"network:{_OBJECTS[row.object_kind][0]}_detail", args=[row.object_id])


def _label(row: TopologyFinding) -> str:
    return str(TopologyCheck(row.check_name).label)


class FindingTable(OfficeTable):
    """Findings, the worst of each check first."""

    object_code = tables.Column(verbose_name=gettext_lazy("Code"))
    check_name = tables.Column(verbose_name=gettext_lazy("Check"))
    severity = StateColumn(SEVERITY_TONES)
    figure = tables.Column(attrs={"td": {"class": "num"}, "th": {"class": "num"}})
    place = tables.Column(
        empty_values=(), orderable=False, verbose_name=gettext_lazy("On the map"), exclude_from_export=True
    )
    repaired_at = MomentColumn()
    repair = tables.Column(
        empty_values=(), orderable=False, verbose_name=gettext_lazy("Repair"), exclude_from_export=True
    )

    class Meta(OfficeTable.Meta):
        model = TopologyFinding
        row_attrs = mapped_row
        fields = (
            "object_code", "check_name", "severity", "object_kind", "figure", "other_code", "place", "repaired_at",
            "repair",
        )  # fmt: skip

    spare_columns = ("object_kind",)

    def render_object_code(self, value: str, record: Any) -> SafeString | str:
        """Lead to the object's card while there is one."""
        url = _card(record)
        return format_html('<a href="{}">{}</a>', url, value) if url else value

    def value_object_code(self, value: str) -> str:
        """Give the code to a file."""
        return value

    def render_check_name(self, record: TopologyFinding) -> str:
        """Write the check in words, in files too."""
        return _label(record)

    def render_figure(self, record: TopologyFinding) -> str:
        """Write the figure with its unit, in files too."""
        return _figure(record)

    def render_place(self, record: Any) -> SafeString:
        """Lead to the place on the map, with the object chosen there."""
        lon, lat = to_lon_lat(record.geom)
        chosen = ""
        if record.standing is not None:
            slug = _OBJECTS[record.object_kind][0]
            layer = KINDS[slug].layer(SimpleNamespace(kind=record.standing))
            chosen = f"?select={layer}:{record.object_id}"
        url = f"{reverse('tiles:map')}{chosen}#18/{lat:.6f}/{lon:.6f}"
        return format_html(
            '<a href="{0}" aria-label="{1}: {2}">{1}</a>', url, _("Show on the map"), record.object_code,
        )  # fmt: skip

    def render_repair(self, record: TopologyFinding) -> SafeString | str:
        """Offer the repair where there is a safe one and it has not been made."""
        if record.repaired_at or not CHECKS[TopologyCheck(record.check_name)].has_repair:
            return ""
        request = self.request
        return format_html(
            '<form method="post" action="{0}"><input type="hidden" name="csrfmiddlewaretoken" value="{1}">'
            '<input type="hidden" name="query" value="{2}"><button class="btn btn-sm btn-outline-secondary"'
            ' type="submit" aria-label="{3}: {4}">{3}</button></form>',
            reverse("network:topology_repair", args=[record.pk]), get_token(request),
            request.GET.urlencode(), _("Repair"), record.object_code,
        )  # fmt: skip


def _reports(request: Any) -> QuerySet[Any]:
    return TopologyReport.objects.visible_to(request.user).select_related("system").order_by("-pk")


def _name_report(report: TopologyReport) -> str:
    name = report.system.name if report.system else _("all systems")
    return f"{timezone.localtime(report.made_at):%d/%m/%Y %H:%M}, {name}"


class ReportFilter(django_filters.ModelChoiceFilter):
    """Which report, by its moment and its system."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name reports for people."""
        super().__init__(*args, queryset=_reports, empty_label=gettext_lazy("The newest"), **kwargs)

    @property
    def field(self) -> Any:
        """Return the choice with reports named for people."""
        field = super().field
        field.label_from_instance = _name_report
        return field


class FindingFilter(django_filters.FilterSet):
    """Check, severity, what is not repaired, which report."""

    check = django_filters.ChoiceFilter(
        label=gettext_lazy("Check"), field_name="check_name", choices=TopologyCheck.choices
    )
    severity = django_filters.ChoiceFilter(
        label=pgettext_lazy("finding", "Severity"), choices=Severity.choices
    )
    repaired = django_filters.ChoiceFilter(
        label=gettext_lazy("Repaired"), method="keep_repaired",
        choices=[("no", gettext_lazy("Not repaired")), ("yes", gettext_lazy("Repaired"))],
    )  # fmt: skip
    report = ReportFilter(label=gettext_lazy("Report"))

    class Meta:
        model = TopologyFinding
        fields = ("check", "severity", "repaired", "report")

    def keep_repaired(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what is repaired, or what is not."""
        return rows.filter(repaired_at__isnull=value == "no")


@allow(*VIEW_ROLES)
class FindingList(MappedListView):
    """The findings of the newest report, or of the one that is asked for."""

    model = TopologyFinding
    template_name = "network/topology_findings.html"
    table_class = FindingTable
    filterset_class = FindingFilter
    title = gettext_lazy("Findings of the topology report")
    export_name = "topology-findings"
    empty_text = gettext_lazy("Nothing has been found, or nobody has looked yet.")
    map_layers = "streets,pipes,sewers,sources"
    legend = (
        *(LegendLine(grade.label, tone=SEVERITY_TONES[grade]) for grade in Severity),
        LegendLine(gettext_lazy("Repaired"), tone="good"),
    )

    @property
    def report(self) -> TopologyReport | None:
        """Return the report in the address, else the newest; None before the first."""
        asked = self.request.GET.get("report", "")
        reports = _reports(self.request)
        return cast(
            "TopologyReport | None", (reports.filter(pk=asked) if asked.isdecimal() else reports).first()
        )

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return the report's findings, the worst of each check first."""
        return (
            TopologyFinding.objects.visible_to(user)
            .filter(report=self.report)
            .annotate(standing=_standing())
            .order_by("check_name", "pk")
        )

    def get_table_kwargs(self) -> dict[str, Any]:
        """Keep the repairs from who may not edit."""
        given = super().get_table_kwargs()
        if cast(User, self.request.user).has_any_role(*EDIT_ROLES):
            return given
        return {"exclude": (*given["exclude"], "repair")}

    def mark_of(self, row: Any) -> Mark:
        """Show what was found, and how much it matters."""
        text = f"{_label(row)} {_figure(row)}".strip()
        tone = "good" if row.repaired_at else SEVERITY_TONES[row.severity]
        return Mark(title=row.object_code, text=text, url=_card(row) or f"#row-{row.pk}", tone=tone)

    def get_crumbs(self) -> list[tuple[str, Any]]:
        """Lead back to the report."""
        return [(reverse("network:topology_report"), _("Topology report"))]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the report, and the repair of all where one check is shown."""
        context = super().get_context_data(**kwargs)
        report, name = self.report, self.request.GET.get("check", "")
        check = TopologyCheck(name) if name in TopologyCheck.values else None
        may_repair = cast(User, self.request.user).has_any_role(*EDIT_ROLES)
        left = 0
        if report and check and may_repair and CHECKS[check].has_repair:
            left = report.findings.filter(check_name=check, repaired_at=None).count()
        return context | {"report": report, "check": check, "left": left}
