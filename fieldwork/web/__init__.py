"""Pages of work outside."""
