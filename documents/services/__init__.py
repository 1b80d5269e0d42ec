"""Acts of the archive."""
