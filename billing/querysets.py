"""Chainable filters over bills and payments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef

from billing.choices import BillState
from gis_core.choices import Role
from meters.models import ConnectionAccess

if TYPE_CHECKING:
    from billing.models import Bill
    from gis_core.models import User

#: Roles that see what people owe.
BILL_ROLES: frozenset[Role] = frozenset(
    {
        Role.ADMINISTRATOR,
        Role.BILLING,
        Role.CASHIER,
        Role.ACCOUNTANT,
        Role.FRONT_DESK,
        Role.DIRECTOR,
        Role.AUDITOR,
    }
)


class BillQuerySet(models.QuerySet["Bill"]):
    """Filters over bills."""

    def issued(self) -> BillQuerySet:
        """Keep bills that have a number."""
        return self.filter(state=BillState.ISSUED)

    def visible_to(self, user: User) -> BillQuerySet:
        """Keep all for staff who deal with money; a consumer's issued ones on claimed connections."""
        if user.has_any_role(*BILL_ROLES):
            return self
        access = ConnectionAccess.objects.filter(
            user=user, ended_at__isnull=True, connection=OuterRef("connection"), party=OuterRef("party")
        )
        return self.issued().filter(Exists(access))
