"""Import connections with meters and payers from a CSV file."""

from meters.management.importing import ImportCommand
from meters.services.connections import import_connections


class Command(ImportCommand):
    """manage.py import_connections FILE.csv [--dry-run] [--json] [--actor USERNAME]."""

    help = "Import connections with their meters, payers and first readings from a CSV file; safe to repeat."
    run_import = staticmethod(import_connections)
