"""Tables of the consumers' site."""

from portal.models.claim import ClaimAttempt, ClaimLift

__all__ = ["ClaimAttempt", "ClaimLift"]
