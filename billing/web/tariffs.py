"""Pages of tariffs: what is in force, a new version, approval by another."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.choices import TariffState
from billing.models import Tariff, TariffBlock
from billing.services import tariffs
from billing.web.forms import TariffVersionForm
from gis_core.choices import Role
from gis_core.domain.greek import format_number
from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.amounts import AmountField

SEE_ROLES = (
    Role.ADMINISTRATOR, Role.BILLING, Role.CASHIER, Role.ACCOUNTANT, Role.FRONT_DESK, Role.DIRECTOR, Role.AUDITOR,
)  # fmt: skip


def _tariff(pk: int) -> Tariff:
    return get_object_or_404(
        Tariff.objects.select_related("created_by", "approved_by").prefetch_related(
            "components__blocks", "components__diameter_fees", "components__base"
        ),
        pk=pk,
    )


@allow(*SEE_ROLES)
@require_GET
def tariff_list(request: HttpRequest) -> HttpResponse:
    """List all versions by use, the one in force first."""
    rows = Tariff.objects.select_related("created_by", "approved_by").order_by("use", "-period", "-version")
    return render(request, "billing/tariff_list.html", {"tariffs": rows})


@allow(*SEE_ROLES)
@require_GET
def tariff_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every component of a tariff with its prices."""
    tariff = _tariff(pk)
    user = cast(User, request.user)
    is_draft = tariff.state == TariffState.DRAFT
    return render(
        request,
        "billing/tariff_detail.html",
        {
            "tariff": tariff,
            "may_approve": is_draft
            and user.has_any_role(Role.DIRECTOR, Role.BILLING)
            and tariff.created_by_id != user.pk,
            "may_copy": user.has_any_role(Role.BILLING),
            "waits_for_another": is_draft and tariff.created_by_id == user.pk,
        },
    )


@allow(Role.BILLING)
@require_http_methods(["GET", "POST"])
def tariff_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new version from this one: same components, prices as typed."""
    source = _tariff(pk)
    prices = _price_fields(source)
    initial = {"name": source.name}
    form = TariffVersionForm(request.POST or None, initial=initial)
    for name, (label, value) in prices.items():
        form.fields[name] = AmountField(
            label=label, min_value=Decimal(0), max_digits=10, decimal_places=4, initial=value
        )
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            tariff = tariffs.copy_tariff(
                actor=cast(User, request.user), source=source, name=cleaned["name"],
                valid_from=cleaned["valid_from"], decision=cleaned["decision"], ada=cleaned["ada"],
                prices={name: cleaned[name] for name in prices},
            )  # fmt: skip
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The new version waits for approval by a colleague."))
            return redirect("billing:tariff_detail", pk=tariff.pk)
    return render(
        request,
        "billing/tariff_form.html",
        {"form": form, "source": source},
        status=422 if form.errors else 200,
    )


@allow(Role.BILLING, Role.DIRECTOR)
@require_POST
def tariff_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a version in force from its first day; the one before ends there."""
    try:
        tariffs.approve_tariff(actor=cast(User, request.user), tariff=_tariff(pk))
        messages.success(request, _("Approved: bills use these prices from the first day of the version."))
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("billing:tariff_detail", pk=pk)


def _price_fields(tariff: Tariff) -> dict[str, tuple[str, Decimal]]:
    """Return for each price of the tariff its form field's name, label and present value."""
    fields: dict[str, tuple[str, Decimal]] = {}
    for component in tariff.components.all():
        if component.amount is not None:
            fields[f"component-{component.pk}"] = (f"{component.name} (€)", _short(component.amount))
        if component.percent is not None:
            fields[f"component-{component.pk}"] = (f"{component.name} (%)", _short(component.percent))
        for block in component.blocks.all():
            label = f"{component.name}, {_limits(block)} m³ (€/m³)"
            fields[f"block-{block.pk}"] = (label, _short(block.price))
        for fee in component.diameter_fees.all():
            fields[f"fee-{fee.pk}"] = (f"{component.name} {fee} (€)", _short(fee.amount))
    return fields


def _limits(block: TariffBlock) -> str:
    """Return the block's limits as people write them: 25–45, or over 110."""
    lower = _figure(block.lower_m3)
    if block.upper_m3 is None:
        return _("over %(limit)s") % {"limit": lower}
    return f"{lower}–{_figure(block.upper_m3)}"


def _figure(limit_m3: Decimal) -> str:
    """Return a limit with no more decimals than it has."""
    exponent = limit_m3.normalize().as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return format_number(limit_m3, decimals, get_language() or "el")


def _short(price: Decimal) -> Decimal:
    """Return a price with two decimals, or as many as it needs."""
    cents = price.quantize(Decimal("0.01"))
    return cents if cents == price else price.normalize()
