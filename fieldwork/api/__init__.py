"""Machine-readable tasks."""
