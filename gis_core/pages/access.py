"""Who may open a page: every view says so, and one that does not stays shut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser

from gis_core.choices import STAFF_ROLES, Role
from gis_core.models import User

V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """The people a view is open to."""

    roles: frozenset[Role] = frozenset()
    everybody: bool = False
    signed_in: bool = False

    def admits(self, user: User | AnonymousUser) -> bool:
        """Say whether the user may use the view."""
        if self.everybody:
            return True
        if not isinstance(user, User) or not user.is_active:
            return False
        return self.signed_in or user.has_any_role(*self.roles)


def allow(*roles: Role) -> Callable[[V], V]:
    """Open a view (function or class) to the roles; administrators must be named like all others."""

    def mark(view: V) -> V:
        view.access = Access(roles=frozenset(roles))  # type: ignore[attr-defined]  # functions carry attributes
        return view

    return mark


def allow_staff(view: V) -> V:
    """Open a view to everybody who works at the utility."""
    view.access = Access(roles=STAFF_ROLES)  # type: ignore[attr-defined]  # functions carry attributes
    return view


def allow_signed_in(view: V) -> V:
    """Open a view to anybody with an account; its querysets must start from visible_to(user)."""
    view.access = Access(signed_in=True)  # type: ignore[attr-defined]  # functions carry attributes
    return view


def allow_everybody(view: V) -> V:
    """Open a view to the public."""
    view.access = Access(everybody=True)  # type: ignore[attr-defined]  # functions carry attributes
    return view


#: Views of libraries, by module, the first that fits: their own checks stand behind these.
LIBRARY_ACCESS: dict[str, Access] = {
    "allauth.account": Access(everybody=True),
    # Who gives the code of their telephone has given the password and is not signed in yet.
    "allauth.mfa.base": Access(everybody=True),
    "allauth.mfa": Access(signed_in=True),
    "django_altcha": Access(everybody=True),
    "django.views.static": Access(everybody=True),
}


def find_access(view: Any) -> Access | None:
    """Return what a resolved view says of itself, looking through as_view(), or None."""
    for holder in (view, getattr(view, "view_class", None), getattr(view, "cls", None)):
        access = getattr(holder, "access", None)
        if isinstance(access, Access):
            return access
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    for prefix, access in LIBRARY_ACCESS.items():
        if module.startswith(prefix):
            return access
    return None
