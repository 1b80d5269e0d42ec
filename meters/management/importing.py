"""What the import commands of meters share: options, report on the screen or as JSON, exit status."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from gis_core.errors import DomainError
from gis_core.models import User
from meters.types import ImportReport

SHOWN = 50


class ImportCommand(BaseCommand):
    """Read a file, print what became of its lines; exit status 1 when any was refused."""

    run_import: ClassVar[Callable[..., ImportReport]]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file and the options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check every line, write nothing")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--actor", help="user name that stands in the history")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import and report."""
        path: Path = options["file"]
        actor = None
        if options["actor"]:
            actor = User.objects.filter(username=options["actor"]).first()
            if actor is None:
                raise CommandError(f"There is no user {options['actor']}.")
        try:
            report = self.run_import(actor=actor, path=path, file_name=path.name, dry_run=options["dry_run"])
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from None
        except DomainError as error:
            raise CommandError(str(error)) from None
        self._print(report, as_json=options["json"])
        if report.refused:
            sys.exit(1)

    def _print(self, report: ImportReport, *, as_json: bool) -> None:
        if as_json:
            refused = [asdict(line) for line in report.refused]
            body = {"taken": report.taken, "repeated": report.repeated, "refused": refused}
            self.stdout.write(json.dumps(body, ensure_ascii=False))
            return
        self.stdout.write(
            f"taken {report.taken}, already there {report.repeated}, refused {len(report.refused)}"
        )
        for line in report.refused[:SHOWN]:
            self.stdout.write(f"  line {line.line}: {line.why}")
        if len(report.refused) > SHOWN:
            self.stdout.write(f"  … and {len(report.refused) - SHOWN} more; --json names them all")
