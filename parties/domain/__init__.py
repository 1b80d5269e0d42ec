"""Plain Python of parties."""
