"""Import streets and house numbers from a file."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from gis_core.errors import DomainError
from network.management.terminal import language_of_terminal
from network.services.streets import import_streets
from network.types import RefusedObject, StreetImportReport


class Command(BaseCommand):
    help = "Take streets (lines) and house numbers (points) from a GeoPackage or GeoJSON; safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="GeoPackage, GeoJSON or GeoJSON in gzip")
        parser.add_argument("--layer", help="this layer only; else every layer that has names")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: object, **options: Any) -> None:
        """Import, report, and exit 1 if anything was refused."""
        path = Path(options["file"])
        with translation.override(language_of_terminal()):
            try:
                report = import_streets(actor=None, path=path, layer=options["layer"])
            except DomainError as error:
                report = StreetImportReport(refused=[RefusedObject(path.name, str(error))])
            if options["json"]:
                self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
            else:
                self._tell(report)
        if report.refused:
            sys.exit(1)

    def _tell(self, report: StreetImportReport) -> None:
        for line in report.refused:
            self.stderr.write(f"{line.object}: {line.why}")
        for title, new, changed, same in (
            (_("Streets"), report.streets_new, report.streets_changed, report.streets_same),
            (_("House numbers"), report.addresses_new, report.addresses_changed, report.addresses_same),
        ):
            figures = _("%(new)d new, %(changed)d changed, %(same)d as they were") % {
                "new": new, "changed": changed, "same": same,
            }  # fmt: skip
            self.stdout.write(f"{title}: {figures}.")
        if report.nameless:
            self.stdout.write(_("%d without a name were passed over.") % report.nameless)
