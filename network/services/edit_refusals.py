"""The sentences in which the database's refusals of an edit are told."""

from __future__ import annotations

import psycopg
from django.db import DatabaseError
from django.db.models import ProtectedError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.errors import Dependents, DependentsError, EditRefused

_CODE_TAKEN = gettext_lazy("This code is another object's already.")
_SHAPE = gettext_lazy("The line cannot be drawn like this.")
_SENTENCES: dict[str, Promise] = {
    "node_code_once": _CODE_TAKEN,
    "pipe_code_once": _CODE_TAKEN,
    "pump_code_once": _CODE_TAKEN,
    "valve_code_once": _CODE_TAKEN,
    "shutoff_code_once": _CODE_TAKEN,
    "service_line_code_once": _CODE_TAKEN,
    "network_station_code_key": _CODE_TAKEN,
    "network_building_code_key": _CODE_TAKEN,
    "link_ends_on_nodes": gettext_lazy("A pipe ends on its nodes."),
    "link_in_one_system": gettext_lazy("A pipe joins nodes of its own system only."),
    "link_lives_with_its_nodes": gettext_lazy(
        "What is in service is not joined to what is planned or abandoned, nor what is planned to what is abandoned."
    ),
    "pipe_two_nodes": gettext_lazy("A pipe joins two different nodes."),
    "pump_two_nodes": gettext_lazy("A pump stands between two different nodes."),
    "valve_two_nodes": gettext_lazy("A valve stands between two different nodes."),
    "pipe_geom_valid": _SHAPE,
    "pump_geom_valid": _SHAPE,
    "valve_geom_valid": _SHAPE,
    "pipe_diameter_positive": gettext_lazy("A pipe's diameter is more than zero."),
    "pipe_status_known": gettext_lazy("A pipe is open or closed."),
    "node_tank_levels_in_order": gettext_lazy("A tank's lowest level is not above its highest."),
    "shutoff_one_at_an_end": gettext_lazy("There is a shut-off valve at this end of the pipe already."),
    "shutoff_offset_not_negative": gettext_lazy("A distance along the pipe is not negative."),
    "service_line_point_on_pipe": gettext_lazy("A service line begins on its pipe."),
}


def refusal_of(error: DatabaseError | ProtectedError) -> Exception:
    """Return the refusal that people understand; what is no rule of the network stays what it is."""
    if isinstance(error, ProtectedError):
        return _protected(error)
    cause = error.__cause__
    name = (cause.diag.constraint_name or "") if isinstance(cause, psycopg.Error) else ""
    if name in _SENTENCES:
        return EditRefused(str(_SENTENCES[name]), code=name)
    if isinstance(cause, psycopg.errors.ForeignKeyViolation):
        return DependentsError(_("Something hangs on it, so that it cannot be deleted."))
    # Numbers too large for their columns are people's; what the database never saw is a fault of ours.
    refused = psycopg.errors.CheckViolation | psycopg.errors.NotNullViolation | psycopg.errors.DataError
    if isinstance(cause, refused) and cause.sqlstate is not None:
        return EditRefused(_("One of the values is none that the network can have."), code=name or "value")
    return error


def _protected(error: ProtectedError) -> DependentsError:
    """Say how many of what hang on the object."""
    counts: dict[str, int] = {}
    for row in error.protected_objects:
        name = str(row._meta.verbose_name_plural)
        counts[name] = counts.get(name, 0) + 1
    said = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
    return DependentsError(
        _("It cannot be deleted while these hang on it: %(what)s. Attach them elsewhere first.")
        % {"what": said},
        [Dependents(name, count, may_go=False) for name, count in sorted(counts.items())],
    )
