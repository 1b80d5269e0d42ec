"""Plain Python of meters."""
