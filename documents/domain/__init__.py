"""Rules of the archive that need no database."""
