"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_core.settings")

_site = get_wsgi_application()
# Imported by name: the site's apps must stand before.
application = import_string("gis_core.tiles.views.tiles_first")(_site)
