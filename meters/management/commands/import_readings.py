"""Import readings from a CSV file."""

from meters.management.importing import ImportCommand
from meters.services.reading_files import import_readings


class Command(ImportCommand):
    """manage.py import_readings FILE.csv [--dry-run] [--json] [--actor USERNAME]."""

    help = "Import readings (supply number or meter serial, day, value) from a CSV file; safe to repeat."
    run_import = staticmethod(import_readings)
