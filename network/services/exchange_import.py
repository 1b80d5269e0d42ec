"""Foreign files of a network: read, planned, told object by object, and written whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gis_core.domain.greek import latin_key
from gis_core.models import User
from network.choices import Medium
from network.domain.exchange.gathering import Gathered, gather
from network.domain.exchange.mapping import Mapping
from network.domain.exchange.plan_types import Existing, Plan
from network.domain.exchange.planning import make_plan
from network.domain.exchange.reading import SourceError, SourceLayer, open_source
from network.domain.exchange.targets import Role
from network.domain.placement import STORAGE_CRS, PlaceError
from network.errors import NetworkFileError, SystemExistsError
from network.models import (
    AssetType,
    Building,
    Material,
    Node,
    Pipe,
    Pump,
    ServiceLine,
    ShutoffValve,
    Station,
    SupplySystem,
    Valve,
    Zone,
)
from network.services.exchange_cuts import cut_existing
from network.services.exchange_people import name_people
from network.services.exchange_rows import write_plan
from network.services.exchange_words import file_refusal, issue_sentence
from network.types import ExchangeLine, ExchangeReport

_COUNTED = {
    Role.NODES: Node, Role.PIPES: Pipe, Role.PUMPS: Pump, Role.VALVES: Valve, Role.SHUTOFFS: ShutoffValve,
    Role.SERVICES: ServiceLine,
}  # fmt: skip
T = TypeVar("T")


@dataclass(frozen=True)
class Destination:
    """The system that a file is to become (code, name, what it carries), or the one that it is added to."""

    code: str = ""
    name: str = ""
    medium: str = Medium.WATER
    existing_id: int | None = None


def catalogue_codes() -> dict[str, list[str]]:
    """Return the codes of materials and types."""
    return {
        "material": list(Material.objects.order_by("code").values_list("code", flat=True)),
        "asset_type": list(AssetType.objects.order_by("code").values_list("code", flat=True)),
    }


def with_layers(content: bytes, file_name: str, act: Callable[[list[SourceLayer]], T]) -> T:
    """Return what `act` makes of the layers of a file; they can be read only inside it.

    Raises:
        NetworkFileError: the file as a whole cannot be read, or has no place on the map; code by fault.
    """
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / "unpacked"
        inside.mkdir()
        path = Path(folder) / "file"
        path.write_bytes(content)
        try:
            return act(open_source(path, inside))
        except (SourceError, PlaceError) as error:
            raise file_refusal(error, file_name) from error


def take_file(
    *, actor: User | None, content: bytes, file_name: str, mapping: Mapping, destination: Destination,
    dry_run: bool = False,
) -> ExchangeReport:  # fmt: skip
    """Take a file as its mapping says into a system, new or there: all of it, or nothing.

    With `mapping.leaves_out_refused` the refused objects are left out and the others taken; else any refusal
    keeps everything out. A dry run tells the same and writes nothing.

    Raises:
        NetworkFileError: the file as a whole cannot be taken; code by fault.
        SystemExistsError: the code of the new system is in use.
    """
    return with_layers(
        content,
        file_name,
        lambda layers: _take(actor, layers, file_name, mapping, destination, dry_run=dry_run),
    )


@transaction.atomic
def _take(
    actor: User | None,
    layers: list[SourceLayer],
    file_name: str,
    mapping: Mapping,
    destination: Destination,
    *,
    dry_run: bool,
) -> ExchangeReport:
    system = _destination(destination, file_name)
    there = _existing(destination.existing_id)
    gathered = gather(layers, mapping, catalogue_codes())
    name_people(gathered)
    _know_buildings(gathered, there)
    plan = make_plan(gathered, mapping, there)
    report = _report(plan, system.code)
    if report.refused and not mapping.leaves_out_refused:
        return report
    if not report.total:
        raise NetworkFileError(
            _("Nothing of %s is to be taken: say what its layers are.") % file_name, code="nothing"
        )
    if dry_run:
        return report
    # Buildings, zones and stations are of no system.
    if destination.existing_id is None and report.counts.keys() & {str(role) for role in _COUNTED}:
        system.save()
    node_ids = write_plan(plan, system, there.pipe_ids)
    cut_existing(actor, plan, node_ids, there.pipe_ids)
    report.is_written = True
    return report


def _destination(wanted: Destination, file_name: str) -> SupplySystem:
    if wanted.existing_id is not None:
        return SupplySystem.objects.get(pk=wanted.existing_id)
    code = slugify(wanted.code or latin_key(wanted.name or Path(file_name).stem))[:60]
    if not code:
        raise NetworkFileError(
            _("Name the supply system: none can be made from %s.") % file_name, code="no_code"
        )
    if SupplySystem.objects.filter(code=code).exists():
        raise SystemExistsError(
            _("There is a supply system “%s” already: import under another code, or replace it.") % code
        )
    name = (wanted.name or Path(file_name).stem)[:120]
    return SupplySystem(code=code, name=name, source=file_name[:200], medium=wanted.medium)


def _existing(system_id: int | None) -> Existing:
    """Return what the system has; stations and zones have codes of their own across all systems."""
    there = Existing(
        codes={
            Role.STATIONS: set(Station.objects.values_list("code", flat=True)),
            Role.ZONES: set(Zone.objects.values_list("code", flat=True)),
        }
    )
    if system_id is None:
        return there
    nodes = list(Node.objects.filter(system_id=system_id).values_list("pk", "geom"))
    there.node_ids = np.array([pk for pk, _geom in nodes], dtype=int)
    there.node_xy = np.array([(geom.x, geom.y) for _pk, geom in nodes]).reshape(-1, 2)
    pipes = list(
        Pipe.objects.filter(system_id=system_id)
        .annotate(wkb=AsWKB("geom"))
        .values_list("pk", "wkb", "code", "lifecycle")
    )
    there.pipe_ids, there.pipe_codes = [pipe[0] for pipe in pipes], [pipe[2] for pipe in pipes]
    there.pipe_lifecycles = [pipe[3] for pipe in pipes]
    there.pipe_lines = np.asarray(shapely.from_wkb([bytes(pipe[1]) for pipe in pipes]), dtype=object)
    place_of = {pk: i for i, pk in enumerate(there.pipe_ids)}
    ends = ShutoffValve.objects.filter(system_id=system_id).values_list("pipe_id", "at_end")
    there.taken_ends = {(place_of[pipe], at_end) for pipe, at_end in ends}
    for role, model in _COUNTED.items():
        there.codes[role] = set(model.objects.filter(system_id=system_id).values_list("code", flat=True))  # type: ignore[attr-defined]  # each of them has objects
    return there


def _know_buildings(gathered: Gathered, there: Existing) -> None:
    """Fill in which codes buildings have, and where those stand that the file names too."""
    buildings = gathered.of(Role.BUILDINGS)
    if not len(buildings):
        return
    there.codes[Role.BUILDINGS] = set(Building.objects.values_list("code", flat=True))
    met = there.codes[Role.BUILDINGS].intersection(code for code in buildings.values["code"] if code)
    rows = Building.objects.filter(code__in=met).annotate(wkb=AsWKB("geom")).values_list("code", "wkb")
    there.buildings = {code: shapely.from_wkb(bytes(wkb)) for code, wkb in rows}


def _report(plan: Plan, code: str) -> ExchangeReport:
    counts = {
        Role.NODES: int(sum(1 for i, used in enumerate(plan.node_is_used) if used and plan.node_existing[i] < 0)),
        **{role: len(link.row) for role, link in plan.links.items()},
        Role.SHUTOFFS: int((plan.shutoff_piece >= 0).sum()), Role.SERVICES: int((plan.service_piece >= 0).sum()),
        **{role: len(batch) for role, batch in plan.others.items()},
    }  # fmt: skip
    report = ExchangeReport(
        code, {str(role): count for role, count in counts.items() if count}, plan.components
    )
    names = column_names()
    for issue in plan.issues:
        line = ExchangeLine(
            issue.layer, issue.label, issue_sentence(issue, names.get(issue.column, issue.column)),
            None if issue.geom is None else shapely.to_wkb(shapely.set_srid(issue.geom, STORAGE_CRS)),
        )  # fmt: skip
        (report.refused if issue.is_refusal else report.warned).append(line)
    return report


def column_names() -> dict[str, str]:
    """Return the names of our columns as people read them."""
    models = (Building, Zone, Station, ServiceLine, ShutoffValve, Valve, Pump, Node, Pipe)
    names = {
        f.name: str(f.verbose_name)
        for model in models
        for f in model._meta.get_fields()
        if hasattr(f, "verbose_name")
    }
    return {
        **names, "at_end": _("at the pipe's end"), "pipe_fraction": _("place along the pipe"),
        "worked_by": names["last_worked_by"],
    }  # fmt: skip
