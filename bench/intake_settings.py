"""The product's settings with a trusted proxy before it, so that the senders have addresses of their own."""

from gis_core.settings import *  # noqa: F403 - the product's own

# Only where a visitor's address is read from: each sender has their own count of reports, as in production.
PRODUCTION = True
