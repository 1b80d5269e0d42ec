"""Office pages of connections, meters and readings."""
