"""Makers of people's connections in the little town, through the import that a utility would use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from meters.models import Connection, Installation
from meters.services.connections import import_connections
from meters.services.reading_files import import_readings
from meters.types import ImportReport

HEADER = (
    "Αριθμός παροχής;Οδός;Αριθμός;Δρομολόγιο;Θέση;Ημερομηνία σύνδεσης;Υδρόμετρο;Επώνυμο;Όνομα;ΑΦΜ;email;Άτομα"
)
#: Who lives where: number, street, house, position, meter, name, first name, ΑΦΜ, e-mail, people.
ALICE = "100001;Ερμού;3;07;10;01/03/2020;M-1;Αντωνίου;Αλίκη;094259216;alice@example.gr;3"
BOB = "100002;ΕΡΜΟΥ;12;07;20;01/03/2020;M-2;Βασιλείου;Βασίλης;;;2"
CHARLIE = "100003;Αγίου Δημητρίου;40;08;10;01/03/2020;M-3;Χατζής;Χάρης;;charlie@example.gr;5"


def write_file(folder: Path, lines: Sequence[str], name: str = "file.csv", encoding: str = "utf-8") -> Path:
    """Write the lines into a file."""
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def bring_connections(
    folder: Path, *lines: str, dry_run: bool = False, encoding: str = "utf-8"
) -> ImportReport:
    """Import lines of connections under the Greek header."""
    path = write_file(folder, (HEADER, *lines), "connections.csv", encoding)
    return import_connections(actor=None, path=path, dry_run=dry_run)


def bring_readings(folder: Path, *lines: str, dry_run: bool = False) -> ImportReport:
    """Import lines `supply number;day;value`."""
    path = write_file(folder, ("supply_number;read_on;value_m3", *lines), "readings.csv")
    return import_readings(actor=None, path=path, dry_run=dry_run)


def get_connection(supply_number: str) -> Connection:
    """Return the connection of the number."""
    return Connection.objects.get(supply_number=supply_number)


def get_installation(supply_number: str, day: date) -> Installation:
    """Return what hung at the connection on the day."""
    return Installation.objects.select_related("connection", "meter").get(
        connection__supply_number=supply_number, period__contains=day
    )
