"""What is written on nodes, links, shut-off valves and service lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pghistory
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import EditKind, LinkStatus
from network.errors import EditRefused, StaleEditError, StaleVersions
from network.models import Building, Node, Pipe, Pump, ServiceLine, ShutoffValve, Station, SupplySystem, Valve
from network.selectors.edits import list_changes_since
from network.services.edit_refusals import refusal_of
from network.services.edit_values import columns, refuse_wrong_medium, warn_uphill
from network.services.edits import MODELS, Draft, stale_sentence
from network.types import EditOutcome

NetworkObject = Node | Pipe | Pump | Valve | ShutoffValve | ServiceLine
_NAMES = {model: name for name, model in MODELS.items()}


def kind_of(obj: NetworkObject) -> str:
    """Return what edits call the object: node, pipe, pump, valve, shutoff or service."""
    return _NAMES[type(obj)]


@transaction.atomic
def change_attributes(
    *, actor: User | None, record: NetworkObject | Station | Building, values: Mapping[str, Any],
    version: int | None = None, kind: EditKind = EditKind.CHANGE,
) -> EditOutcome:  # fmt: skip
    """Write attributes by the names of the model's fields; those not named stay as they are.

    Of a station or building the edit is in its history alone: the outcome names no edit (0).

    Raises:
        StaleEditError: the object was changed since the editor saw it.
        EditRefused: no such attribute, a value that it cannot have, a code that is taken, or a lifecycle that
            does not go with what it is joined to.
    """
    if isinstance(record, (Station, Building)):
        return _change_standing(actor, record, values, version)
    name = kind_of(record)
    draft = Draft(actor, kind)
    draft.lock(**{name: [record.pk]})
    row = draft.expect(name, record.pk, version, dict(values))
    written = columns(name, values)
    if name in {"node", "pipe"} and "kind" in written:
        refuse_wrong_medium(name, written["kind"], SupplySystem.objects.get(pk=row["system_id"]))
    if name == "pipe" and written.get("status") == LinkStatus.ACTIVE:
        raise EditRefused(_("A pipe is open or closed."), code="pipe_status_known")
    old_code = row["code"]
    row.update(written)
    if name == "pipe":
        warn_uphill(draft, row)
    return draft.finish((name, record.pk), [old_code, row["code"]])


def _change_standing(
    actor: User | None, record: Station | Building, values: Mapping[str, Any], version: int | None
) -> EditOutcome:
    """Write what no topology hangs on, so that its history is record enough."""
    model: type[Station | Building] = type(record)
    name_of = "station" if isinstance(record, Station) else "building"
    held: Station | Building = model._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if version is not None and held.version != version:
        theirs = {name: getattr(held, name) for name in values}
        found = StaleVersions(
            kind=name_of, object_id=held.pk, code=held.code, seen_version=version, version=held.version,
            theirs=theirs, mine=dict(values), changes=list_changes_since(model, held.pk, held.version - version),
        )  # fmt: skip
        raise StaleEditError(stale_sentence(held.code), found)
    for name, value in values.items():
        setattr(held, name, value)
    try:
        with transaction.atomic(), pghistory.context(user=actor.pk if actor else None):
            held.save(update_fields=list(values))
    except DatabaseError as error:
        raise refusal_of(error) from error
    return EditOutcome(edit_id=0, main=(name_of, held.pk), made={}, changed={name_of: [held.pk]}, gone={})
