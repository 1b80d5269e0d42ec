"""Tell whether the installation is well, and what to do where it is not."""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from gis_core.selectors.health import HealthLine, list_findings


class Command(BaseCommand):
    help = "Check database, worker, network, journal, number series and files; exit 1 if anything is wrong."
    # Doctor must also speak where the system checks would stop every other command.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--only", metavar="NAME", action="append", default=[], help="run this check only")

    def handle(self, *args: object, **options: object) -> None:
        """Print a line for every check."""
        with _without_pool(), translation.override(_language_of_terminal()):
            try:
                findings = list_findings(options["only"])  # type: ignore[arg-type]  # options are untyped
            except LookupError as error:
                raise CommandError(f"No such check: {error}") from error
            if options["json"]:
                self._print_json(findings)
            else:
                self._print_lines(findings)
        if not all(line.ok for line in findings):
            sys.exit(1)

    def _print_json(self, findings: list[HealthLine]) -> None:
        report = {
            "ok": all(line.ok for line in findings),
            "checks": [line.as_json() for line in findings],
        }
        self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))

    def _print_lines(self, findings: list[HealthLine]) -> None:
        for line in findings:
            mark = self.style.SUCCESS(_("well")) if line.ok else self.style.ERROR(_("WRONG"))
            self.stdout.write(f"{mark}  {line.title}: {line.detail}")
            if line.remedy:
                self.stdout.write(f"      → {line.remedy}")


@contextmanager
def _without_pool() -> Iterator[None]:
    """Ask the server itself: the pool would knock for half a minute at one that is not there, check after check."""
    if connection.connection is not None:
        yield
        return
    given = connection.settings_dict["OPTIONS"]
    connection.settings_dict["OPTIONS"] = {**given, "pool": False, "connect_timeout": 5}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["OPTIONS"] = given


def _language_of_terminal() -> str:
    """Return the language of the person's locale if the product speaks it, else the installation's."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            spoken = value[:2].lower()
            return spoken if spoken in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return settings.LANGUAGE_CODE
