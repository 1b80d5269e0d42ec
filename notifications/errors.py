"""Why a message could not be handed over."""


class DeliveryFailed(Exception):
    """The other side did not take the message now; it may later."""


class DeliveryRefused(Exception):
    """The other side will never take this message: the address is wrong."""
