"""A system as it is in the database, calculated by EPANET."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from network.choices import Lifecycle
from network.domain.hydraulics import EpanetRefused, EpanetRun, run_epanet
from network.domain.hydraulics_file import (
    drop_controls,
    find_dry,
    level_patterns,
    parse_sections,
    set_hours,
    take_demands,
    write_sections,
)
from network.errors import HydraulicsError
from network.models import Node, SupplySystem
from network.services.inp_export import InpExport, export_inp

#: So many nodes are named in a refusal.
NAMED = 5
_NO_SOURCE, _TOO_FEW, _NO_SOLUTION, _UNBALANCED = 224, 223, 110, 1


@dataclass(frozen=True)
class SolvedSystem:
    """What EPANET made of a system, and under which names it knows our rows; `dry` are names of junctions."""

    export: InpExport
    run: EpanetRun
    dry: frozenset[str]


@dataclass(frozen=True)
class ReadySystem:
    """A system as it was when it was read, as the file that EPANET calculates."""

    export: InpExport
    text: str
    dry: frozenset[str]

    def solve(self, on_step: Callable[[int], None] = lambda _second: None) -> SolvedSystem:
        """Calculate it; `on_step` hears the second of each step. Raises EpanetRefused."""
        return SolvedSystem(self.export, run_epanet(self.text, on_step=on_step), self.dry)


def prepare_system(
    *,
    system: SupplySystem,
    hours: int,
    closed_pipes: Collection[int],
    demands_l_s: Mapping[int, float] | None,
) -> ReadySystem:
    """Read a system with these pipes (keys) closed; `demands_l_s` by junction replace the model's.

    Nothing is drawn at junctions to which no way leads from a source: EPANET would draw it through closed valves.
    Over a day, patterns shape what the given demands are on average.

    Raises:
        HydraulicsError: nodes have no elevation, or the system has no source.
        InpExportError: the system cannot be written as an EPANET file.
    """
    export = export_inp(
        system=system, whole_day=hours > 0, closed_pipes=closed_pipes, demands_l_s=demands_l_s
    )
    _refuse_without_elevations(system, export)
    sections = parse_sections(export.text)
    if not sections["RESERVOIRS"] and not sections["TANKS"]:
        raise refusal_of(EpanetRefused(_NO_SOURCE))
    set_hours(sections, hours)
    closed = {export.pipes[pk] for pk in closed_pipes if pk in export.pipes}
    drop_controls(sections, closed)
    if demands_l_s is not None:
        level_patterns(sections)
    dry = find_dry(sections, closed)
    take_demands(sections, dry)
    return ReadySystem(export, write_sections(sections), frozenset(dry))


def refusal_of(error: EpanetRefused) -> HydraulicsError:
    """Return what EPANET refuses in a sentence."""
    if error.number == _NO_SOURCE:
        return HydraulicsError(
            _("The system has no source in service: no reservoir, well, spring, plant or tank on a pipe."),
            code="no_source",
        )
    if error.number == _TOO_FEW:
        return HydraulicsError(_("The system has no two nodes with a pipe between them."), code="too_few")
    if error.number in {_NO_SOLUTION, _UNBALANCED}:
        return HydraulicsError(
            _(
                "EPANET finds no balance at hour %(hour)s: look for pumps without way out, valves with settings "
                "against each other, and demands far above what the pipes carry."
            )
            % {"hour": f"{error.hour:.0f}"},
            code="unbalanced",
        )
    return HydraulicsError(
        _("EPANET refuses the network (error %(number)d). %(detail)s")
        % {"number": error.number, "detail": error.detail},
        code="refused",
    )


def _refuse_without_elevations(system: SupplySystem, export: InpExport) -> None:
    unknown = Node.objects.filter(system=system, lifecycle=Lifecycle.IN_SERVICE, elevation_m__isnull=True)
    missing = [code for pk, code in unknown.order_by("code").values_list("pk", "code") if pk in export.nodes]
    if missing:
        names = ", ".join(missing[:NAMED]) + (" …" if len(missing) > NAMED else "")
        raise HydraulicsError(
            _("Nodes without elevation: %(count)d (%(names)s). Without it there is no pressure.")
            % {"count": len(missing), "names": names},
            code="no_elevation",
        )
