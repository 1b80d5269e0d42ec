"""News of the network that is told long since."""

from datetime import timedelta

from network.sql.graph import prune_changes

#: Who keeps the network in memory loads it anew when it has not asked for a day: see selectors/graph.py.
KEPT_FOR = timedelta(days=2)


def forget_old_news() -> int:
    """Delete news of changes that every process has heard or does without; return how many rows."""
    return prune_changes(KEPT_FOR)
