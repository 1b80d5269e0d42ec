"""Roles that the office sets, beside the one that the portal gave."""

from __future__ import annotations

import pytest

from gis_core.choices import Role
from gis_core.models import User
from gis_core.services.users import change_user, set_roles
from tests.factories.people import make_staff

pytestmark = pytest.mark.django_db


def test_a_consumer_who_gets_and_loses_an_office_role_stays_a_consumer() -> None:
    admin = make_staff("admin", Role.ADMINISTRATOR)
    anna = make_staff("anna", Role.CONSUMER)
    set_roles(actor=admin, user=anna, roles=[Role.CASHIER])
    assert User.objects.get(pk=anna.pk).roles == {Role.CASHIER, Role.CONSUMER}
    change_user(actor=admin, user=anna, first_name="Άννα", last_name="", is_active=True, roles=[])
    assert User.objects.get(pk=anna.pk).roles == {Role.CONSUMER}


def test_who_was_no_consumer_does_not_become_one() -> None:
    admin, nikos = make_staff("admin", Role.ADMINISTRATOR), make_staff("nikos", Role.CASHIER)
    set_roles(actor=admin, user=nikos, roles=[Role.BILLING])
    assert User.objects.get(pk=nikos.pk).roles == {Role.BILLING}
