"""News of the network for the apps above it."""

from django.dispatch import Signal

#: Places along pipes have moved to other pipes or other shares of their length: sent inside the edit's transaction,
#: after the new pipes are there and before the old ones go. Receivers move what they keep as (pipe, fraction).
#: Arguments: moves (Sequence[network.types.PipePointMove]), all of which hold at once.
pipe_points_moved = Signal()
