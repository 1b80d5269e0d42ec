"""Where water enters a zone, and its computed area taken for the drawn one."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gis_core.models import User
from network.choices import SEWER_PIPE_KINDS, ZoneKind
from network.errors import ZoneError
from network.models import Node, Pipe, Zone, ZoneInlet
from network.services.zones import change_zone


def add_zone_inlet(*, actor: User, zone: Zone, node: Node, pipe: Pipe) -> ZoneInlet:
    """Let water enter a zone at a node, through a pipe that leads inside from there.

    Raises:
        ZoneError: the pipe does not begin or end at the node, is a sewer, or this is an inlet already.
    """
    if node.pk not in (pipe.start_node_id, pipe.end_node_id):
        told = _("Pipe %(pipe)s does not begin or end at %(node)s.") % {"pipe": pipe, "node": node}
        raise ZoneError(told, code="zone_inlet_apart")
    if pipe.kind in SEWER_PIPE_KINDS:
        raise ZoneError(_("Pipe %s is a sewer.") % pipe, code="zone_inlet_sewer")
    try:
        with transaction.atomic():
            return ZoneInlet.objects.create(zone=zone, node=node, pipe=pipe)
    except IntegrityError as error:
        raise ZoneError(_("This is an inlet of the zone already."), code="zone_inlet_exists") from error


def remove_zone_inlet(*, actor: User, inlet: ZoneInlet) -> None:
    """Let no water enter there any more; repeating it changes nothing."""
    ZoneInlet.objects.filter(pk=inlet.pk).delete()


def take_computed_area(*, actor: User, zone: Zone) -> Zone:
    """Make the area that was computed around the zone's pipes the drawn one.

    Raises:
        ZoneError: nothing has been computed, or the zone has no pipes.
    """
    if zone.computed_geom is None:
        raise ZoneError(_("No area has been computed yet."), code="zone_not_computed")
    return change_zone(
        actor=actor, zone=zone, code=zone.code, name=zone.name, kind=ZoneKind(zone.kind), wkb=zone.computed_geom.wkb
    )  # fmt: skip
