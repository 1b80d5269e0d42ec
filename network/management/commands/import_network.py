"""Import a network from an EPANET file."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from gis_core.errors import DomainError
from network.domain.placement import FOOT_M, epsg_number, lon_lat
from network.management.terminal import language_of_terminal
from network.services.imports import code_of_file, find_packaged_network, import_network, remove_network
from network.types import NetworkImportReport, RefusedObject

_UNITS = {"m": 1.0, "ft": FOOT_M}


class Command(BaseCommand):
    help = "Take an EPANET file (.inp, .inp.gz) as a supply system: all of it, or nothing and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("file", nargs="?", metavar="FILE", help="EPANET file, plain or gzip")
        source.add_argument(
            "--package", metavar="NAME", help="a network of the packages epyt and wntr, as L-TOWN"
        )
        place = parser.add_mutually_exclusive_group()
        place.add_argument(
            "--crs", type=epsg_number, metavar="EPSG:n", help="reference system of the coordinates"
        )
        place.add_argument(
            "--anchor", type=lon_lat, metavar="LON,LAT", help="where the middle of a local grid comes to lie"
        )
        parser.add_argument(
            "--local-unit", choices=sorted(_UNITS), help="unit of a local grid; else by the file's own units"
        )
        parser.add_argument(
            "--system", metavar="CODE", default="", help="code of the system; else the file's name"
        )
        parser.add_argument("--name", default="", help="name of the system; else the file's name")
        parser.add_argument("--replace", action="store_true", help="first remove the system of that code")
        parser.add_argument("--dry-run", action="store_true", help="check everything, write nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: object, **options: Any) -> None:
        """Import, report, and exit 1 if anything was refused."""
        with translation.override(language_of_terminal()):
            report = self._import(options)
            if options["json"]:
                self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
            else:
                self._tell(report, dry_run=options["dry_run"])
        if report.refused:
            sys.exit(1)

    def _import(self, options: dict[str, Any]) -> NetworkImportReport:
        path = Path(options["file"] or "")
        if options["package"]:
            found = find_packaged_network(options["package"])
            if found is None:
                raise CommandError(_("No package brings a network %s.") % options["package"])
            path = found
        try:
            with transaction.atomic():
                report = self._take(path, options)
                if report.refused or options["dry_run"]:
                    transaction.set_rollback(True)
                return report
        except DomainError as error:
            return NetworkImportReport(options["system"], refused=[RefusedObject(path.name, str(error))])

    def _take(self, path: Path, options: dict[str, Any]) -> NetworkImportReport:
        code = options["system"] or code_of_file(path)
        if options["replace"]:
            remove_network(actor=None, system_code=code)
        unit = options["local_unit"]
        return import_network(
            actor=None, path=path, system_code=code, name=options["name"], crs=options["crs"],
            anchor=options["anchor"], unit_m=_UNITS[unit] if unit else None, dry_run=options["dry_run"],
        )  # fmt: skip

    def _tell(self, report: NetworkImportReport, *, dry_run: bool) -> None:
        for line in report.refused:
            self.stderr.write(line.why)
        if report.refused:
            self.stderr.write(_("Nothing was imported."))
            return
        taken = report.taken
        figures = _(
            "%(junctions)d junctions, %(reservoirs)d reservoirs, %(tanks)d tanks, "
            "%(pipes)d pipes, %(pumps)d pumps, %(valves)d valves"
        ) % vars(taken)
        heading = _("%s would take") if dry_run else _("%s took")
        self.stdout.write(f"{heading % report.system_code}: {figures}.")
