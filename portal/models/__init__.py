"""Tables of the consumers' site."""

from portal.models.claim import ClaimAttempt

__all__ = ["ClaimAttempt"]
