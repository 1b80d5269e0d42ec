"""Crews: who goes out together."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from fieldwork.errors import TaskIncomplete
from fieldwork.models import Crew
from fieldwork.querysets import FIELD_ROLES
from gis_core.models import User


@transaction.atomic
def save_crew(
    *,
    actor: User,
    code: str,
    name: str,
    members: Sequence[User],
    is_active: bool = True,
    crew: Crew | None = None,
) -> Crew:
    """Make a crew, or say anew its name, its people and whether it is at work. Raises TaskIncomplete."""
    strangers = [user for user in members if not user.has_any_role(*FIELD_ROLES)]
    if strangers:
        raise TaskIncomplete(_("%(name)s does not go out.") % {"name": strangers[0]})
    saved = Crew.objects.select_for_update(of=("self",)).get(pk=crew.pk) if crew is not None else Crew()
    saved.code, saved.name, saved.is_active = code.strip(), name.strip(), is_active
    saved.save()
    saved.members.set(members)
    return saved
