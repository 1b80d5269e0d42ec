"""Machine-readable faults."""
