"""Importing a network from an EPANET file."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from gis_core.domain.greek import latin_key
from gis_core.models import User
from network.domain.epanet import EpanetModel, build_model
from network.domain.inp_checks import list_faults
from network.domain.inp_keep import flow_units_of, headloss_of, keep_rest
from network.domain.inp_text import FileFault, InpError, InpText, read_inp
from network.domain.placement import PlaceError, Placement
from network.errors import NetworkFileError, SystemExistsError, SystemInUseError
from network.models import HydraulicModel, Node, Pipe, Pump, SupplySystem, Valve
from network.services.network_rows import NetworkRows, place_model, range_faults
from network.services.refusals import file_error, object_refusal
from network.sql.copying import copy_nodes, copy_pipes, copy_pumps, copy_valves
from network.types import NetworkImportReport, TakenObjects

_PACKAGES = (("epyt", "networks"), ("wntr", "library/networks"))
_SUFFIXES = (".gz", ".inp", ".txt")


def import_network(
    *,
    actor: User | None,
    path: Path,
    system_code: str = "",
    name: str = "",
    crs: int | None = None,
    anchor: tuple[float, float] | None = None,
    unit_m: float | None = None,
    dry_run: bool = False,
) -> NetworkImportReport:
    """Take a whole EPANET file (plain or gzip) as one supply system, or nothing of it.

    `crs` is an EPSG number; `anchor` a longitude and latitude on which the middle of a local grid comes to
    lie, one of its units being `unit_m` metres (else by the file: [BACKDROP], or feet with US flow units).
    With neither, the coordinates must lie in Greece in EPSG:2100. A dry run looks at everything and writes
    nothing.

    Returns:
        What was taken (or would be); when any object is refused, nothing was taken.

    Raises:
        NetworkFileError: the file as a whole is no network, or its place is not known; code by fault.
        SystemExistsError: the code is in use.
    """
    code = system_code or code_of_file(path)
    if not code:
        raise NetworkFileError(
            _("Name the supply system: none can be made from %s.") % path.name, code="no_code"
        )
    _refuse_existing(code)
    placement = Placement(epsg=crs, anchor=anchor, unit_m=unit_m)
    try:
        inp = read_inp(_content(path))
        refused = [object_refusal(fault) for fault in list_faults(inp)]
        if refused:
            return NetworkImportReport(code, refused=refused)
        model = build_model(inp)
        refused = [object_refusal(fault) for fault in range_faults(model)]
        if refused:
            return NetworkImportReport(code, refused=refused)
        rows = place_model(model, placement)
    except (InpError, PlaceError) as error:
        raise file_error(error, path.name) from error
    if not dry_run:
        source = f"{path.name} {placement.describe()}"[:200]
        _write(rows, inp, code=code, name=name or path.name.split(".")[0], source=source)
    return NetworkImportReport(code, taken=_counts(model))


@transaction.atomic
def remove_network(*, actor: User | None, system_code: str) -> None:
    """Delete a supply system with its nodes, pipes, pumps and valves; nothing happens if there is none.

    Raises:
        SystemInUseError: connections or other records hang on it.
    """
    try:
        for model in (Pipe, Pump, Valve, Node):
            model.objects.filter(system__code=system_code).delete()
        SupplySystem.objects.filter(code=system_code).delete()
    except ProtectedError as error:
        raise SystemInUseError(
            _("The supply system “%s” cannot be removed: connections or records hang on it.") % system_code
        ) from error


def code_of_file(path: Path) -> str:
    """Return the code that a system gets from its file's name: small letters, digits and hyphens."""
    stem = path.name
    while Path(stem).suffix.lower() in _SUFFIXES:
        stem = Path(stem).stem
    return slugify(stem if stem.isascii() else latin_key(stem))[:60]


def find_packaged_network(name: str) -> Path | None:
    """Return the INP file of that name (in any case) which the packages epyt or wntr bring, or None."""
    for package, folder in _PACKAGES:
        spec = importlib.util.find_spec(package)
        for root in (spec.submodule_search_locations or []) if spec else []:
            for path in sorted((Path(root) / folder).rglob("*.inp")):
                if path.stem.lower() == name.lower().removesuffix(".inp"):
                    return path
    return None


def _content(path: Path) -> bytes:
    if path.is_dir():
        raise InpError(FileFault.FOLDER)
    if not path.exists():
        raise InpError(FileFault.MISSING)
    try:
        return path.read_bytes()
    except OSError as error:
        raise InpError(FileFault.UNREADABLE, error.strerror or "") from error


def _refuse_existing(code: str) -> None:
    if SupplySystem.objects.filter(code=code).exists():
        raise SystemExistsError(
            _("There is a supply system “%s” already: import under another code, or replace it.") % code
        )


@transaction.atomic
def _write(rows: NetworkRows, inp: InpText, *, code: str, name: str, source: str) -> None:
    """Write the whole network, and what else the file says of it, or none of it."""
    try:
        with transaction.atomic():
            system = SupplySystem.objects.create(code=code, name=name[:120], source=source)
    except IntegrityError:  # another import of the same system was a moment earlier
        _refuse_existing(code)
        raise
    copy_nodes((system.pk, *row) for row in rows.nodes)
    ids = dict(Node.objects.filter(system=system).values_list("code", "pk"))

    def joined(links: list[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
        for link_code, start, end, *rest in links:
            yield (system.pk, link_code, ids[str(start)], ids[str(end)], *rest)

    copy_pipes(joined(rows.pipes))
    copy_pumps(joined(rows.pumps))
    copy_valves(joined(rows.valves))
    HydraulicModel.objects.create(
        system=system, flow_units=flow_units_of(inp), headloss=headloss_of(inp), kept=keep_rest(inp)
    )


def _counts(model: EpanetModel) -> TakenObjects:
    kinds = [node.kind for node in model.nodes]
    return TakenObjects(
        junctions=kinds.count("junction"), reservoirs=kinds.count("reservoir"), tanks=kinds.count("tank"),
        pipes=len(model.pipes), pumps=len(model.pumps), valves=len(model.valves),
    )  # fmt: skip
