"""Accounts of consumers."""

from gis_core.choices import Role
from gis_core.models import User
from gis_core.services.users import give_role


def make_consumer(*, actor: User | None, user: User) -> None:
    """Give somebody who signed up the consumer's role."""
    give_role(actor=actor, user=user, role=Role.CONSUMER)
