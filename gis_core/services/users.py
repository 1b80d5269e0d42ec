"""Accounts and roles."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gis_core.choices import LanguageChoice, Role
from gis_core.errors import DomainError
from gis_core.models import User, UserRole


class AccountRefused(DomainError):
    """The account cannot be made or changed so."""

    code = "account_refused"


def give_role(*, actor: User | None, user: User, role: Role) -> None:
    """Let the user hold the role; no change if held already."""
    UserRole.objects.get_or_create(user=user, role=role)
    user.__dict__.pop("roles", None)


@transaction.atomic
def set_roles(*, actor: User, user: User, roles: Iterable[Role]) -> None:
    """Let the user hold exactly these roles; an administrator does not drop the role that lets them do so.

    Who is a consumer stays one: the portal gives that role with a claim, and the office's pages do not show it.
    """
    wanted = set(roles)
    if user.user_roles.filter(role=Role.CONSUMER).exists():
        wanted.add(Role.CONSUMER)
    if actor.pk == user.pk and Role.ADMINISTRATOR in actor.roles and Role.ADMINISTRATOR not in wanted:
        raise AccountRefused(_("You cannot take the administrator's role from yourself."), code="own_role")
    user.user_roles.exclude(role__in=wanted).delete()
    for role in sorted(wanted):
        give_role(actor=actor, user=user, role=role)


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
    """Make an account that can sign in at once: whoever makes it vouches for the e-mail address."""
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                username=username,
                email=email,
                password=password,
                first_name=first_name,
                last_name=last_name,
                language=language,
            )
            EmailAddress.objects.create(user=user, email=email.lower(), verified=True, primary=True)
    except IntegrityError:
        raise AccountRefused(
            _("Somebody has this user name or e-mail address already."), code="taken"
        ) from None
    for role in sorted(roles):
        give_role(actor=actor, user=user, role=role)
    return user


@transaction.atomic
def change_user(
    *, actor: User, user: User, first_name: str, last_name: str, is_active: bool, roles: Iterable[Role]
) -> None:
    """Change name, roles and whether the account is open; nobody shuts their own."""
    if actor.pk == user.pk and not is_active:
        raise AccountRefused(_("You cannot shut your own account."), code="own_account")
    User.objects.filter(pk=user.pk).update(first_name=first_name, last_name=last_name, is_active=is_active)
    set_roles(actor=actor, user=user, roles=roles)


def check_password(password: str, user: User) -> None:
    """Raise AccountRefused when the password is too weak, saying why."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountRefused(" ".join(error.messages), code="weak_password") from None
