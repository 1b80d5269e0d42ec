"""Template tags of meters."""
