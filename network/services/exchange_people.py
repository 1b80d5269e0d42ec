"""Owners of pipes and who last worked a valve, as files name them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django.db.models import Value
from django.db.models.functions import Concat, Trim

from gis_core.models import User
from network.domain.exchange.converting import ValueFault
from network.domain.exchange.gathering import Gathered, Issue
from network.domain.exchange.targets import Role
from parties.models import Party

#: A party's whole name, by which it is given out and known again.
PARTY_NAME = Trim(Concat("name", Value(" "), "first_name"))
_USER_NAME = Trim(Concat("first_name", Value(" "), "last_name"))


def name_people(gathered: Gathered) -> None:
    """Put keys where the file names people: parties by tax number or whole name, staff by account or whole name.

    A name that nobody has, or several have, is told and left out.
    """
    _name(gathered, Role.PIPES, "owner", _parties)
    _name(gathered, Role.SHUTOFFS, "worked_by", _users)


def _name(
    gathered: Gathered, role: Role, column: str, known: Callable[[set[str]], Mapping[str, int]]
) -> None:
    batch = gathered.of(role)
    texts = batch.values.get(column, [])
    found = known({text for text in texts if text})
    gathered.issues += [
        Issue(batch.layers[i], batch.labels[i], ValueFault.UNKNOWN, text, column, batch.geoms[i])
        for i, text in enumerate(texts)
        if text and text not in found
    ]
    if texts:
        batch.values[column] = [found.get(text) if text else None for text in texts]


def _parties(texts: set[str]) -> dict[str, int]:
    if not texts:
        return {}
    named = Party.objects.annotate(text=PARTY_NAME).filter(text__in=texts).values_list("text", "pk")
    numbered = Party.objects.filter(afm__in=texts).values_list("afm", "pk")
    return {**_only(named), **_only(numbered)}


def _users(texts: set[str]) -> dict[str, int]:
    if not texts:
        return {}
    named = User.objects.annotate(text=_USER_NAME).filter(text__in=texts).values_list("text", "pk")
    accounts = User.objects.filter(username__in=texts).values_list("username", "pk")
    return {**_only(named), **_only(accounts)}


def _only(rows: Iterable[tuple[str | None, int]]) -> dict[str, int]:
    """Return what is met once."""
    found: dict[str, int] = {}
    twice: set[str] = set()
    for text, pk in rows:
        if text is None:
            continue
        if text in found:
            twice.add(text)
        found[text] = pk
    return {text: pk for text, pk in found.items() if text not in twice}
