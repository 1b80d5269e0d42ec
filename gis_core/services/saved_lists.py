"""Lists kept under a name: made and changed by their owner, opened first by whom they want so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gis_core.choices import STAFF_ROLES, Role
from gis_core.errors import DomainError
from gis_core.models import SavedList, SavedListStart, User


@dataclass(frozen=True)
class ListView:
    """How a list stands: the columns in their order, what the filters hold, the order of the rows."""

    columns: list[str] = field(default_factory=list)
    filters: dict[str, list[str]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


def save_list(
    *, actor: User, list_name: str, title: str, view: ListView, shared_with: Sequence[str] = ()
) -> SavedList:
    """Keep the view under the title. Raises DomainError title_missing, title_taken."""
    return _written(
        SavedList(
            list_name=list_name, title=_checked_title(title), owner=actor, columns=view.columns,
            filters=view.filters, order=view.order, shared_with=_checked_roles(shared_with),
        )
    )  # fmt: skip


def change_list(
    *, actor: User, saved: SavedList, title: str, shared_with: Sequence[str], view: ListView | None = None
) -> SavedList:
    """Give the saved list another title, other roles to share with and, where given, another view.

    Raises DomainError not_yours, title_missing, title_taken.
    """
    _check_owner(actor, saved)
    saved.title, saved.shared_with = _checked_title(title), _checked_roles(shared_with)
    if view is not None:
        saved.columns, saved.filters, saved.order = view.columns, view.filters, view.order
    return _written(saved)


def delete_list(*, actor: User, saved: SavedList) -> None:
    """Delete the saved list and, with it, everybody's start of it; administrators may delete shared ones too."""
    if not (saved.shared_with and actor.has_any_role(Role.ADMINISTRATOR)):
        _check_owner(actor, saved)
    saved.delete()


def set_start(*, actor: User, saved: SavedList) -> None:
    """Let the actor's page open with the saved list; others' pages open as before. Raises DomainError not_yours."""
    if not SavedList.objects.visible_to(actor).filter(pk=saved.pk).exists():
        raise DomainError(_("This saved list is not shared with you."), code="not_yours")
    SavedListStart.objects.update_or_create(
        user=actor, list_name=saved.list_name, defaults={"saved_list": saved}
    )


def clear_start(*, actor: User, list_name: str) -> None:
    """Let the actor's page open with all rows again."""
    SavedListStart.objects.filter(user=actor, list_name=list_name).delete()


def _check_owner(actor: User, saved: SavedList) -> None:
    if saved.owner_id != actor.pk:
        raise DomainError(_("Only who made the saved list may change it."), code="not_yours")


def _checked_title(title: str) -> str:
    cleaned = " ".join(title.split())[:80]
    if not cleaned:
        raise DomainError(_("Give the saved list a title."), code="title_missing")
    return cleaned


def _checked_roles(roles: Sequence[str]) -> list[str]:
    return sorted({Role(role).value for role in roles if role in STAFF_ROLES})


def _written(saved: SavedList) -> SavedList:
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError:
        raise DomainError(_("You have a saved list of this title already."), code="title_taken") from None
    return saved
