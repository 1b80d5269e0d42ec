"""Where a fault may go from where it stands."""

from faults.choices import FaultState

#: Allowed steps. A restored or rejected fault is opened again by accepting it.
STEPS: dict[FaultState, tuple[FaultState, ...]] = {
    FaultState.NEW: (FaultState.ACCEPTED, FaultState.IN_PROGRESS, FaultState.RESTORED, FaultState.REJECTED),
    FaultState.ACCEPTED: (FaultState.IN_PROGRESS, FaultState.RESTORED, FaultState.REJECTED),
    FaultState.IN_PROGRESS: (FaultState.ACCEPTED, FaultState.RESTORED, FaultState.REJECTED),
    FaultState.RESTORED: (FaultState.ACCEPTED,),
    FaultState.REJECTED: (FaultState.ACCEPTED,),
}
CLOSED = frozenset({FaultState.RESTORED, FaultState.REJECTED})


def may_step(old: str, new: str) -> bool:
    """Say whether a fault may go from the old state to the new one."""
    return FaultState(new) in STEPS[FaultState(old)]
