"""People who sign in, and what they may do."""

from typing import ClassVar

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from gis_core.choices import STAFF_ROLES, LanguageChoice, Role


@pghistory.track(fields=["username", "email", "first_name", "last_name", "is_active", "language"])
class User(AbstractUser):
    """A person with an account: staff of the utility or consumer of the portal."""

    language = models.CharField(
        _("language"), max_length=2, choices=LanguageChoice, default=LanguageChoice.GREEK
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")  # type: ignore[assignment]  # lazy text
        verbose_name_plural = _("users")  # type: ignore[assignment]  # lazy text

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Roles held now; a superuser is an administrator whatever the rows say."""
        held = {Role(value) for value in self.user_roles.values_list("role", flat=True)}
        return frozenset(held | {Role.ADMINISTRATOR}) if self.is_superuser else frozenset(held)

    def has_any_role(self, *roles: Role) -> bool:
        """Say whether the user holds one of the roles."""
        return self.is_active and not self.roles.isdisjoint(roles)

    @property
    def is_office(self) -> bool:
        """Say whether the user belongs to the utility's staff."""
        return self.has_any_role(*STAFF_ROLES)


@pghistory.track()
class UserRole(models.Model):
    """One role of one user."""

    user = models.ForeignKey(User, models.CASCADE, related_name="user_roles")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    class Meta:
        verbose_name = _("role of a user")
        verbose_name_plural = _("roles of users")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role"], name="user_role_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
