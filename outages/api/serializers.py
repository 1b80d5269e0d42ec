"""Cuts and works as GeoJSON in WGS84."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from outages.models import Outage
from outages.selectors.shapes import DECIMALS


class OutageSerializer(GeoFeatureModelSerializer):
    """A cut or works as the public page shows it; nothing of those whom it touches."""

    shape = GeometryField(read_only=True, precision=DECIMALS)
    url = serializers.SerializerMethodField(help_text="The public page; it opens once the cut is announced.")

    class Meta:
        model = Outage
        geo_field = "shape"
        id_field = "public_id"
        fields = (
            "public_id", "kind", "state", "title", "reason", "instructions", "starts_at", "ends_at", "ended_at",
            "revision", "approved_at", "updated_at", "url",
        )  # fmt: skip

    def get_url(self, outage: Outage) -> str:
        """Give the address of the public page."""
        return settings.SITE_URL + reverse("outages:public_detail", args=[outage.public_id])
