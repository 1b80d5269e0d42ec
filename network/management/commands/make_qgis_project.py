"""Open the network to QGIS: views, a role that reads them, a project that draws them."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from network.services.qgis import close_to_qgis, open_to_qgis, qgis_project, service_file


class Command(BaseCommand):
    help = "Write a QGIS project (.qgz) with its pg_service.conf; with --role also make the views and who reads them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", help="where hydria.qgz and pg_service.conf are written")
        parser.add_argument("--role", default="hydria_qgis", help="database role that QGIS signs in as")
        parser.add_argument(
            "--open", action="store_true", help="make the views anew, and the role with a password"
        )
        parser.add_argument(
            "--close", action="store_true", help="remove the views (before an upgrade), and stop"
        )
        parser.add_argument("--password-file", help="file with the role's password; else it is asked for")

    def handle(self, *args: object, **options: Any) -> None:
        """Write the two files, and open the database first where asked."""
        if options["close"]:
            close_to_qgis()
            return
        if options["open"]:
            given = options["password_file"]
            password = Path(given).read_text().strip() if given else getpass.getpass()
            open_to_qgis(role=options["role"], password=password)
        folder = Path(options["folder"])
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "hydria.qgz").write_bytes(qgis_project())
        (folder / "pg_service.conf").write_text(service_file(role=options["role"]))
        self.stdout.write(f"{folder / 'hydria.qgz'}")
