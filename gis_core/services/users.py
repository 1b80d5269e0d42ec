"""Accounts and roles."""

from django.db import transaction

from gis_core.choices import LanguageChoice, Role
from gis_core.models import User, UserRole


def give_role(*, actor: User | None, user: User, role: Role) -> None:
    """Let the user hold the role; no change if held already."""
    UserRole.objects.get_or_create(user=user, role=role)
    user.__dict__.pop("roles", None)


@transaction.atomic
def create_user(
    *,
    actor: User | None,
    username: str,
    email: str,
    password: str,
    first_name: str = "",
    last_name: str = "",
    language: LanguageChoice = LanguageChoice.GREEK,
    roles: frozenset[Role] = frozenset(),
) -> User:
    """Make an account with its roles."""
    user = User.objects.create_user(
        username=username, email=email, password=password,
        first_name=first_name, last_name=last_name, language=language,
    )  # fmt: skip
    for role in sorted(roles):
        give_role(actor=actor, user=user, role=role)
    return user
