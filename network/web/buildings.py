"""The list of buildings."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import LinkColumn, NumberColumn, OfficeTable
from network.choices import BuildingUse
from network.models import Building
from network.web.asset_lists import code_filter
from network.web.roles import VIEW_ROLES


class BuildingTable(OfficeTable):
    """Buildings with their use, size and address."""

    code = LinkColumn("network:building_detail", verbose_name=gettext_lazy("Code"))
    storeys = NumberColumn(decimals=0)
    dwellings = NumberColumn(decimals=0)

    class Meta(OfficeTable.Meta):
        model = Building
        fields = ("code", "name", "use", "storeys", "dwellings", "street", "number")


class BuildingFilter(django_filters.FilterSet):
    """Code, name, use, street."""

    code = code_filter()
    name = django_filters.CharFilter(lookup_expr="icontains")
    use = django_filters.ChoiceFilter(label=gettext_lazy("Use"), choices=BuildingUse.choices)
    street = django_filters.CharFilter(label=gettext_lazy("Street"), lookup_expr="icontains")

    class Meta:
        model = Building
        fields = ("code", "name", "use", "street")


@allow(*VIEW_ROLES)
class BuildingList(OfficeListView):
    """All buildings."""

    model = Building
    table_class = BuildingTable
    filterset_class = BuildingFilter
    title = gettext_lazy("Buildings")
    export_name = "buildings"
    empty_text = gettext_lazy("No building yet. An import brings them.")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return buildings by code."""
        return Building.objects.visible_to(user).defer("geom", "geom_3857").order_by("code")
