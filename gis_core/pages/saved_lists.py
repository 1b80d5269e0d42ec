"""What a list page shows of saved lists: the user's own, those shared with them, the one now open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

from gis_core.choices import STAFF_ROLES, Role
from gis_core.models import SavedList, User
from gis_core.services.saved_lists import ListView

#: Parts of the address that are no filter.
COLUMNS, ORDER, SAVED = "columns", "sort", "saved"
NOT_KEPT = frozenset({COLUMNS, ORDER, SAVED, "page", "per_page", "export", "totals", "bbox"})
#: What `saved` holds where the user asks for all rows instead of the start.
ALL = "all"


@dataclass(frozen=True)
class SavedLink:
    """A saved list with the address that opens it."""

    saved: SavedList
    query: str
    is_open: bool

    @property
    def is_start(self) -> bool:
        """Say whether the user's page opens with it."""
        return bool(getattr(self.saved, "is_start", False))


@dataclass(frozen=True)
class SavedLists:
    """The saved lists of a page as the user sees them."""

    list_name: str
    mine: list[SavedLink]
    shared: list[SavedLink]
    current: SavedList | None
    #: Names that the open saved list has and the page no longer.
    lost: list[str]
    is_changed: bool
    may_change: bool
    may_delete: bool

    @property
    def has_start(self) -> bool:
        """Say whether the page opens with one of them."""
        return any(link.is_start for link in (*self.mine, *self.shared))

    @property
    def roles(self) -> list[tuple[str, str, bool]]:
        """Return the roles to share with, and whether the open one is."""
        chosen = self.current.shared_with if self.current is not None else []
        return [(role.value, str(role.label), role.value in chosen) for role in Role if role in STAFF_ROLES]


def name_of(request: HttpRequest) -> str:
    """Return the name of the list page: its view, and what tells several pages of one view apart."""
    match = request.resolver_match
    if match is None:
        return request.path
    return "/".join([match.view_name, *(str(value) for value in match.kwargs.values())])[:120]


def read_view(query: QueryDict) -> ListView:
    """Return the columns, filters and order that an address holds; empty filters say nothing."""
    filters = {
        name: [value for value in query.getlist(name) if value]
        for name in query
        if name not in NOT_KEPT and any(query.getlist(name))
    }
    return ListView(columns=query.getlist(COLUMNS), filters=filters, order=query.getlist(ORDER))


def write_query(saved: SavedList) -> str:
    """Return the query of the address that opens the saved list."""
    query = QueryDict(mutable=True)
    query[SAVED] = str(saved.pk)
    query.setlist(COLUMNS, saved.columns)
    for name, values in saved.filters.items():
        query.setlist(name, values)
    query.setlist(ORDER, saved.order)
    return query.urlencode()


def find_start(user: User, list_name: str) -> SavedList | None:
    """Return the saved list that the user's page opens with, as long as they may see it."""
    return SavedList.objects.visible_to(user).filter(starts__user=user, starts__list_name=list_name).first()


def read_saved_lists(
    request: HttpRequest, user: User, *, columns: Collection[str], filters: Collection[str]
) -> SavedLists:
    """Return what the page shows, by one query."""
    list_name = name_of(request)
    rows = (
        SavedList.objects.visible_to(user)
        .filter(list_name=list_name)
        .with_start(user)
        .select_related("owner")
    )
    opened = request.GET.get(SAVED, "")
    links = [SavedLink(saved, write_query(saved), is_open=str(saved.pk) == opened) for saved in rows]
    current = next((link.saved for link in links if link.is_open), None)
    return SavedLists(
        list_name=list_name,
        mine=[link for link in links if link.saved.owner_id == user.pk],
        shared=[link for link in links if link.saved.owner_id != user.pk],
        current=current,
        lost=_lost_names(current, columns, filters) if current is not None else [],
        is_changed=current is not None and _is_changed(current, read_view(request.GET)),
        may_change=current is not None and current.owner_id == user.pk,
        may_delete=current is not None
        and (
            current.owner_id == user.pk
            or (bool(current.shared_with) and user.has_any_role(Role.ADMINISTRATOR))
        ),
    )


def _lost_names(saved: SavedList, columns: Collection[str], filters: Collection[str]) -> list[str]:
    known = set(filters)
    lost: list[Any] = [name for name in saved.columns if name not in columns]
    lost += [name for name in saved.filters if name not in known]
    lost += [name for name in saved.order if name.removeprefix("-") not in columns]
    return list(dict.fromkeys(lost))


def _is_changed(saved: SavedList, view: ListView) -> bool:
    return (saved.columns, saved.filters, saved.order) != (view.columns, view.filters, view.order)
