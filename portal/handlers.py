"""What the portal does when news arrives from below."""

from typing import Any

from portal.services.accounts import make_consumer


def on_user_signed_up(*, user: Any, **kwargs: Any) -> None:
    """Make everybody who signs up a consumer."""
    make_consumer(actor=None, user=user)
