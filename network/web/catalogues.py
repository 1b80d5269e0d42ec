"""Catalogues: materials, pipe sizes and types, each a list and a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.lists import OfficeListView
from gis_core.pages.tables import NumberColumn, OfficeTable
from network.choices import AssetClass
from network.models import AssetType, Material, PipeSize
from network.services.catalogues import save_entry
from network.web.object_forms import fitting_field
from network.web.roles import EDIT_ROLES, VIEW_ROLES


class _EntryTable(OfficeTable):
    """Rows whose first column leads to the form, for who may change them."""

    def __init__(self, *args: Any, may_edit: bool = False, **kwargs: Any) -> None:
        """Take whether the reader may change entries."""
        super().__init__(*args, **kwargs)
        if not may_edit:
            for column in self.columns:
                column.link = None


def _edit_link(name: str) -> Any:
    return tables.Column(linkify=(f"network:{name}_edit", {"pk": tables.A("pk")}))


class MaterialTable(_EntryTable):
    """What pipes are made of."""

    code = _edit_link("material")
    roughness = NumberColumn(decimals=0)
    life_years = NumberColumn(decimals=0)

    class Meta(OfficeTable.Meta):
        model = Material
        fields = ("code", "name_el", "name_en", "roughness", "life_years", "is_offered")


class SizeTable(_EntryTable):
    """Sizes that pipes come in."""

    name = _edit_link("pipe_size")
    outer_mm = NumberColumn(decimals=1)
    inner_mm = NumberColumn(decimals=1)

    class Meta(OfficeTable.Meta):
        model = PipeSize
        fields = ("name", "material", "outer_mm", "inner_mm", "is_offered")


class TypeTable(_EntryTable):
    """Types of fittings."""

    code = _edit_link("asset_type")

    class Meta(OfficeTable.Meta):
        model = AssetType
        fields = ("code", "asset_class", "name_el", "name_en", "is_offered")


def offered_filter() -> django_filters.ChoiceFilter:
    """Return the filter by whether forms offer it."""
    choices = [("True", gettext_lazy("offered in forms")), ("False", gettext_lazy("not offered any more"))]
    return django_filters.ChoiceFilter(
        label=gettext_lazy("Offered"), field_name="is_offered", choices=choices
    )


class MaterialFilter(django_filters.FilterSet):
    """What is offered, or not any more."""

    is_offered = offered_filter()

    class Meta:
        model = Material
        fields = ("is_offered",)


class SizeFilter(django_filters.FilterSet):
    """Material, and what is offered."""

    is_offered = offered_filter()
    material = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Material"), queryset=Material.objects.all()
    )

    class Meta:
        model = PipeSize
        fields = ("material", "is_offered")


class TypeFilter(django_filters.FilterSet):
    """What it is a type of, and what is offered."""

    is_offered = offered_filter()
    asset_class = django_filters.ChoiceFilter(label=gettext_lazy("Type of"), choices=AssetClass.choices)

    class Meta:
        model = AssetType
        fields = ("asset_class", "is_offered")


class _CatalogueList(OfficeListView):
    """One of the catalogues, with the way to the others."""

    template_name = "network/catalogue_list.html"
    slug = ""
    new_text: str | Promise = ""

    def get_table_kwargs(self) -> dict[str, Any]:
        """Link entries for who may change them."""
        return {**super().get_table_kwargs(), "may_edit": self._may_edit()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the tabs."""
        context = super().get_context_data(**kwargs)
        tabs = (("material", _("Materials")), ("pipe_size", _("Pipe sizes")), ("asset_type", _("Types")))
        context["tabs"] = [(reverse(f"network:{slug}_list"), text, slug == self.slug) for slug, text in tabs]
        return context

    def get_actions(self) -> list[tuple[str, str, str]]:
        """Offer a new entry to who may change the network."""
        if not self._may_edit():
            return []
        return [(reverse(f"network:{self.slug}_create"), str(self.new_text), "plus-lg")]

    def _may_edit(self) -> bool:
        return cast(User, self.request.user).has_any_role(*EDIT_ROLES)


@allow(*VIEW_ROLES)
class MaterialList(_CatalogueList):
    """Materials."""

    model, table_class, filterset_class, slug = Material, MaterialTable, MaterialFilter, "material"
    title, export_name, new_text = gettext_lazy("Materials"), "materials", gettext_lazy("New material")


@allow(*VIEW_ROLES)
class SizeList(_CatalogueList):
    """Pipe sizes."""

    model, table_class, filterset_class, slug = PipeSize, SizeTable, SizeFilter, "pipe_size"
    title, export_name, new_text = gettext_lazy("Pipe sizes"), "pipe-sizes", gettext_lazy("New pipe size")

    def get_rows(self, user: User) -> QuerySet[Any]:
        """Return sizes with their material."""
        return (
            PipeSize.objects.visible_to(user)
            .select_related("material")
            .order_by("material__code", "inner_mm")
        )


@allow(*VIEW_ROLES)
class TypeList(_CatalogueList):
    """Types."""

    model, table_class, filterset_class, slug = AssetType, TypeTable, TypeFilter, "asset_type"
    title, export_name, new_text = gettext_lazy("Types"), "types", gettext_lazy("New type")


class MaterialForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """A material."""

    class Meta:
        model = Material
        fields = ("code", "name_el", "name_en", "roughness", "life_years", "is_offered")
        formfield_callback = fitting_field


class SizeForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """A pipe size."""

    class Meta:
        model = PipeSize
        fields = ("material", "name", "outer_mm", "inner_mm", "is_offered")
        formfield_callback = fitting_field

    def clean(self) -> dict[str, Any]:
        """Keep the bore inside the wall."""
        cleaned = super().clean() or {}
        outer, inner = cleaned.get("outer_mm"), cleaned.get("inner_mm")
        if outer is not None and inner is not None and not 0 < inner <= outer:
            self.add_error("inner_mm", _("The inner diameter is more than zero and not above the outer one."))
        return cleaned


class TypeForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs: generic, Django: not
    """A type."""

    class Meta:
        model = AssetType
        fields = ("code", "asset_class", "name_el", "name_en", "is_offered")
        formfield_callback = fitting_field


@dataclass(frozen=True)
class _Catalogue:
    model: type[Model]
    form: type[Any]
    new: Promise
    change: Promise
    many: Promise


_CATALOGUES = {
    "material": _Catalogue(
        Material, MaterialForm, gettext_lazy("New material"), gettext_lazy("Change material %(name)s"),
        gettext_lazy("Materials"),
    ),
    "pipe_size": _Catalogue(
        PipeSize, SizeForm, gettext_lazy("New pipe size"), gettext_lazy("Change pipe size %(name)s"),
        gettext_lazy("Pipe sizes"),
    ),
    "asset_type": _Catalogue(
        AssetType, TypeForm, gettext_lazy("New type"), gettext_lazy("Change type %(name)s"), gettext_lazy("Types")
    ),
}  # fmt: skip


@allow(*EDIT_ROLES)
@require_http_methods(["GET", "POST"])
def entry_edit(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Change an entry of a catalogue, or make one; what pipes have already is withdrawn, not deleted."""
    catalogue = _CATALOGUES[slug]
    user = cast(User, request.user)
    rows = cast(Any, catalogue.model)._default_manager.visible_to(user)
    entry = get_object_or_404(rows, pk=pk) if pk is not None else catalogue.model()
    title = str(catalogue.change) % {"name": entry} if pk is not None else str(catalogue.new)
    form = catalogue.form(request.POST if request.method == "POST" else None, instance=entry)
    if form.is_bound and form.is_valid():
        try:
            save_entry(actor=user, entry=form.instance)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%(object)s was saved.") % {"object": form.instance})
            return redirect(f"network:{slug}_list")
    context = {
        "form": form, "title": title, "save": _("Save"), "back": reverse(f"network:{slug}_list"),
        "list_url": reverse(f"network:{slug}_list"), "list_title": catalogue.many,
    }  # fmt: skip
    return render(request, "network/object_form.html", context, status=422 if form.is_bound else 200)
