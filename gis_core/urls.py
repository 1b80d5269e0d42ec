"""Addresses of the whole product; each app's own stand in its web and api packages, named here as strings."""

from django.urls import URLPattern, URLResolver, include, path

#: Prefix and module of every app's pages and API.
MODULES = (
    ("", "gis_core.web.urls"),
    ("", "gis_core.tiles.urls"),
    ("", "documents.web.urls"),
    ("parties/", "parties.web.urls"),
    ("messages/", "notifications.web.urls"),
    ("network/", "network.web.urls"),
    ("accounting/", "accounting.web.urls"),
    ("", "fieldwork.web.urls"),
    ("", "meters.web.urls"),
    ("billing/", "billing.web.urls"),
    ("", "outages.web.urls"),
    ("", "faults.web.urls"),
    ("", "portal.web.urls"),
    ("ogc/", "network.api.ogc_urls"),
    ("api/v1/", "gis_core.api.urls"),
    ("api/v1/", "parties.api.urls"),
    ("api/v1/", "network.api.urls"),
    ("api/v1/", "fieldwork.api.urls"),
    ("api/v1/", "meters.api.urls"),
    ("api/v1/", "billing.api.urls"),
    ("api/v1/", "outages.api.urls"),
    ("api/v1/", "faults.api.urls"),
)


urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    *(path(prefix, include(module)) for prefix, module in MODULES),
]
