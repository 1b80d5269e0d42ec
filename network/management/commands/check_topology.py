"""Look a network over from the terminal."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from network.choices import Severity
from network.management.terminal import language_of_terminal
from network.models import SupplySystem
from network.selectors.topology import list_checks
from network.services.topology import make_topology_report


class Command(BaseCommand):
    help = "Make a topology report and say what it found; exit 1 when something is an error."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "system", nargs="?", metavar="CODE", help="of a supply system; without it, all of them"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: object, **options: Any) -> None:
        """Make the report, print what each check found, and exit 1 on errors."""
        system = None
        if options["system"]:
            system = SupplySystem.objects.filter(code=options["system"]).first()
            if system is None:
                raise CommandError(f"there is no supply system {options['system']}")
        report = make_topology_report(actor=None, system=system)
        with translation.override(language_of_terminal()):
            checks = [row for row in list_checks(report) if row.count]
            if options["json"]:
                self.stdout.write(json.dumps({"report": report.pk, "counts": report.counts}))
            else:
                for row in checks:
                    self.stdout.write(f"{row.count:>8}  {row.kind.severity.label}: {row.check.label}")
        if any(row.kind.severity == Severity.ERROR for row in checks):
            sys.exit(1)
