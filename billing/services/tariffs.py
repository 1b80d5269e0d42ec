"""Tariff versions: made by one, approved by another, then never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from billing.choices import ComponentKind, TariffState
from billing.errors import TariffError
from billing.models import BillLine, Tariff, TariffBlock, TariffComponent, TariffDiameterFee
from billing.types import BlockPrice, DiameterPrice, NewComponent
from gis_core.choices import Role
from gis_core.models import User

#: Most amounts that one version can make; the set-based rating orders lines by it.
MOST_SLOTS = 199


@transaction.atomic
def create_tariff(
    *,
    actor: User,
    use: str,
    name: str,
    starts: date,
    block_days: int,
    components: Sequence[NewComponent],
    decision: str = "",
    ada: str = "",
) -> Tariff:
    """Make a draft version of the prices for a use, in force from a day until a later version is approved.

    Raises TariffError with the code of what is missing: see `check_components`.
    """
    check_components(components)
    version = Tariff.objects.filter(use=use).aggregate(last=Max("version"))["last"] or 0
    tariff = Tariff.objects.create(
        use=use, name=name, version=version + 1, period=DateRange(starts, None), block_days=block_days,
        decision=decision, ada=ada, created_by=actor,
    )  # fmt: skip
    made: dict[str, TariffComponent] = {}
    percentages_last = sorted(enumerate(components, start=1), key=lambda pair: pair[1].base is not None)
    for order, new in percentages_last:
        made[new.code] = _create_component(tariff, order, new, made)
    return tariff


def copy_tariff(
    *,
    actor: User,
    source: Tariff,
    name: str,
    valid_from: date,
    decision: str,
    ada: str,
    prices: Mapping[str, Decimal],
) -> Tariff:
    """Make a draft with the components of another version at new prices.

    `prices` holds new figures by "component-<id>" (amount or percentage), "block-<id>" and "fee-<id>"; what it does
    not name stays. Raises TariffError.
    """
    components = [
        NewComponent(
            code=component.code,
            name=component.name,
            name_en=component.name_en,
            kind=component.kind,
            service=component.service,
            vat_percent=component.vat_percent,
            blocks=tuple(
                BlockPrice(block.lower_m3, block.upper_m3, prices.get(f"block-{block.pk}", block.price))
                for block in component.blocks.all()
            ),
            diameter_fees=tuple(
                DiameterPrice(fee.up_to_mm, prices.get(f"fee-{fee.pk}", fee.amount))
                for fee in component.diameter_fees.all()
            ),
            amount=None
            if component.amount is None
            else prices.get(f"component-{component.pk}", component.amount),
            percent=None
            if component.percent is None
            else prices.get(f"component-{component.pk}", component.percent),
            base=component.base.code if component.base is not None else None,
            only_with_sewer=component.only_with_sewer,
            is_prorated=component.is_prorated,
        )
        for component in source.components.order_by("order")
    ]
    return create_tariff(
        actor=actor, use=source.use, name=name, starts=valid_from, block_days=source.block_days,
        components=components, decision=decision, ada=ada,
    )  # fmt: skip


@transaction.atomic
def approve_tariff(*, actor: User, tariff: Tariff) -> Tariff:
    """Put a draft in force, as someone other than its author; the version before it ends where it begins.

    Raises TariffError `state`, `same_person`, `role`, `overlap`, and `billed` where bills were already made
    by the version before it for days after its beginning.
    """
    tariff = Tariff.objects.select_for_update().get(pk=tariff.pk)
    if tariff.state != TariffState.DRAFT:
        raise TariffError(_("The tariff is approved already."), code="state")
    if tariff.created_by_id == actor.pk:
        raise TariffError(_("A tariff is approved by someone other than its author."), code="same_person")
    if not actor.has_any_role(Role.DIRECTOR, Role.BILLING):
        raise TariffError(_("Your roles do not allow you to approve tariffs."), code="role")
    _end_version_before(tariff)
    tariff.state = TariffState.APPROVED
    tariff.approved_by = actor
    tariff.approved_at = timezone.now()
    tariff.save()
    return tariff


def check_components(components: Sequence[NewComponent]) -> None:
    """Refuse components that leave something without a price, or give money back.

    Who is owed money gets a credit or discount bill that says what it corrects: a price is never below zero.
    Raises TariffError `empty`, `code_twice`, `fields`, `negative`, `blocks`, `base`, `too_many`.
    """
    if not components:
        raise TariffError(_("A tariff needs at least one charge."), code="empty")
    by_code = {component.code: component for component in components}
    if len(by_code) < len(components):
        raise TariffError(_("Two charges have the same code."), code="code_twice")
    for component in components:
        _check_fields(component)
        _check_prices(component)
        if component.kind == ComponentKind.BLOCKS:
            _check_blocks(component)
        if component.kind == ComponentKind.PERCENT:
            _check_base(component, by_code.get(component.base or ""))
    if sum(max(1, len(c.blocks), len(c.diameter_fees)) for c in components) > MOST_SLOTS:
        raise TariffError(_("The tariff has too many charges and blocks."), code="too_many")


def _check_fields(component: NewComponent) -> None:
    """Refuse a component that has not just what its kind needs."""
    has = {
        ComponentKind.BLOCKS: bool(component.blocks),
        ComponentKind.FIXED: component.amount is not None,
        ComponentKind.FIXED_BY_DIAMETER: bool(component.diameter_fees),
        ComponentKind.PERCENT: component.percent is not None and component.base is not None,
    }
    if [kind for kind, present in has.items() if present] != [component.kind]:
        raise TariffError(
            _("The charge “%(name)s” does not have just what its kind needs.") % {"name": component.name},
            code="fields",
        )


def _check_prices(component: NewComponent) -> None:
    """Refuse prices, fees and percentages below zero."""
    figures = [component.amount, component.percent]
    figures += [block.price for block in component.blocks]
    figures += [fee.amount for fee in component.diameter_fees]
    if any(figure is not None and figure < 0 for figure in figures):
        raise TariffError(
            _("“%(name)s” has a price below zero. Money goes back by a credit bill, not by a tariff.")
            % {"name": component.name},
            code="negative",
        )


def _check_blocks(component: NewComponent) -> None:
    """Refuse blocks that do not begin at 0, follow each other and end open."""
    limits = [(block.lower_m3, block.upper_m3) for block in component.blocks]
    lowers = [lower for lower, _upper in limits]
    uppers = [upper for _lower, upper in limits]
    if lowers[0] != 0 or uppers[-1] is not None or lowers[1:] != uppers[:-1]:
        raise TariffError(
            _("The blocks of “%(name)s” must begin at 0, follow each other and leave the last open.")
            % {"name": component.name},
            code="blocks",
        )


def _check_base(component: NewComponent, base: NewComponent | None) -> None:
    """Refuse a percentage of nothing, or of a percentage."""
    if base is None or base.kind == ComponentKind.PERCENT:
        raise TariffError(
            _("“%(name)s” must be a percentage of a charge that is itself none.") % {"name": component.name},
            code="base",
        )


def _create_component(
    tariff: Tariff, order: int, new: NewComponent, made: dict[str, TariffComponent]
) -> TariffComponent:
    component = TariffComponent.objects.create(
        tariff=tariff, code=new.code, order=order, name=new.name, name_en=new.name_en, kind=new.kind,
        service=new.service, amount=new.amount, percent=new.percent,
        base=made[new.base] if new.base else None,
        vat_percent=new.vat_percent, only_with_sewer=new.only_with_sewer, is_prorated=new.is_prorated,
    )  # fmt: skip
    TariffBlock.objects.bulk_create(
        TariffBlock(component=component, lower_m3=b.lower_m3, upper_m3=b.upper_m3, price=b.price)
        for b in new.blocks
    )
    TariffDiameterFee.objects.bulk_create(
        TariffDiameterFee(component=component, up_to_mm=fee.up_to_mm, amount=fee.amount)
        for fee in new.diameter_fees
    )
    return component


def _end_version_before(tariff: Tariff) -> None:
    """End the approved version that runs into the new one; refuse where they overlap in another way."""
    others = Tariff.objects.select_for_update().filter(
        use=tariff.use, state=TariffState.APPROVED, period__overlap=tariff.period
    )
    for other in others:
        starts = tariff.period.lower
        if other.period.lower >= starts or other.period.upper is not None:
            raise TariffError(
                _("Prices for this use are already approved for some of these days: %(tariff)s.")
                % {"tariff": other},
                code="overlap",
            )
        if BillLine.objects.filter(component__tariff=other, bill__period_to__gt=starts).exists():
            raise TariffError(
                _("Days after the beginning of this tariff are already billed by %(tariff)s.")
                % {"tariff": other},
                code="billed",
            )
        other.period = DateRange(other.period.lower, starts)
        other.save(update_fields=["period"])
