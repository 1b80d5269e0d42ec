"""What each check of the topology report means, in a line."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.choices import TopologyCheck

MEANINGS: dict[TopologyCheck, str | Promise] = {
    TopologyCheck.END_OFF_NODE: _("The drawn line does not reach the node that it belongs to."),
    TopologyCheck.DUPLICATE_NODES: _("What is joined to the one is not joined to the other."),
    TopologyCheck.NEAR_NODES: _("They may be one node, drawn twice."),
    TopologyCheck.ORPHAN_NODE: _("It takes no part in any calculation."),
    TopologyCheck.NODE_ON_PIPE: _("The pipe passes under it and is not joined to it."),
    TopologyCheck.CROSSING_PIPES: _("Either one passes under the other, or a node is missing."),
    TopologyCheck.DUPLICATE_PIPES: _("Its length and its water are counted twice."),
    TopologyCheck.SAME_ENDS: _("They may be two lines side by side, or one drawn twice."),
    TopologyCheck.NO_LENGTH: _("It is too short to be a pipe."),
    TopologyCheck.SHORT_PIPE: _("It may be what was left when a pipe was cut."),
    TopologyCheck.SELF_CROSSING: _("Its corners were drawn in the wrong order."),
    TopologyCheck.LIFECYCLE_MISMATCH: _("Water cannot pass a node that is planned or abandoned."),
    TopologyCheck.PART_WITHOUT_SOURCE: _("No way leads to it from a spring, borehole or tank."),
    TopologyCheck.PART_WITHOUT_OUTFALL: _("What flows there does not arrive anywhere."),
    TopologyCheck.DRY_BEHIND_CLOSED: _("As the valves stand now, no water reaches it."),
    TopologyCheck.UPHILL_SEWER: _("By its inverts it ends higher than it begins."),
    TopologyCheck.SEWER_WITHOUT_INVERTS: _("Its slope cannot be known."),
    TopologyCheck.BOTTOM_ABOVE_INVERT: _("A sewer comes in lower than the manhole is deep."),
    TopologyCheck.MANHOLE_WITHOUT_INVERT: _("Its depth cannot be known."),
    TopologyCheck.MANHOLE_ABOVE_GROUND: _("One of its two heights is wrong."),
    TopologyCheck.VALVE_WITHOUT_DIAMETER: _("The crew does not know which spare part to bring."),
    TopologyCheck.VALVE_WITHOUT_TURNS: _("The crew cannot tell when it is fully closed."),
    TopologyCheck.VALVE_NEVER_WORKED: _("Nobody knows whether it closes."),
    TopologyCheck.VALVE_LONG_NOT_WORKED: _("It may be stuck by now."),
    TopologyCheck.VALVE_OFF_PIPE_END: _("It may belong to the other end of the pipe."),
    TopologyCheck.VALVE_ON_DEAD_PIPE: _("It shuts off nothing."),
    TopologyCheck.DIAMETER_OUT_OF_RANGE: _("It may be in centimetres or inches."),
    TopologyCheck.MISSING_MATERIAL: _("Its age and roughness cannot be judged."),
    TopologyCheck.MISSING_YEAR: _("Its age is missing when renewals are planned."),
    TopologyCheck.YEAR_OUT_OF_RANGE: _("It lies in the future, or before there were mains."),
    TopologyCheck.SERVICE_OFF_PIPE: _("It is not drawn from the main that feeds it."),
    TopologyCheck.SERVICE_TOO_LONG: _("It may be joined to the wrong main."),
    TopologyCheck.SERVICE_ON_DEAD_PIPE: _("Its connections seem to have no water."),
    TopologyCheck.MISSING_ELEVATION: _("Its pressure cannot be calculated."),
    TopologyCheck.TANK_WITHOUT_LEVELS: _("Its volume cannot be calculated."),
    TopologyCheck.TANK_LEVEL_OUT_OF_RANGE: _("One of its levels is wrong."),
    TopologyCheck.DEMAND_ON_SOURCE: _("Nobody draws water at a source itself."),
    TopologyCheck.LINK_NEIGHBOURS: _("No pipe is joined to one of its sides."),
    TopologyCheck.ONE_WAY_DEAD_END: _("Its check valve lets water in and nothing out."),
}
