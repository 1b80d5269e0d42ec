"""Faults for machines."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.gis.db.models.functions import Transform
from django.db.models import QuerySet
from rest_framework import generics, serializers
from rest_framework_gis.fields import GeometryField
from rest_framework_gis.serializers import GeoFeatureModelSerializer

from faults.models import Fault
from faults.querysets import FAULT_ROLES
from gis_core.models import User
from gis_core.pages.access import allow


class FaultSerializer(GeoFeatureModelSerializer):
    """A fault as a GeoJSON feature in WGS84, without what reporters said of themselves."""

    reference = serializers.CharField(read_only=True)
    point = GeometryField(read_only=True, precision=6)

    class Meta:
        model = Fault
        geo_field = "point"
        fields = (
            "id", "reference", "category", "state", "priority", "address", "pipe", "pipe_distance_m",
            "assigned_to", "expected_at", "created_at", "closed_at",
        )  # fmt: skip


@allow(*FAULT_ROLES)
class FaultCollection(generics.ListAPIView[Any]):
    """Faults, latest first, as GeoJSON; filters: state, category, priority, assigned_to."""

    serializer_class = FaultSerializer
    filterset_fields = ("state", "category", "priority", "assigned_to")
    queryset = Fault.objects.none()

    def get_queryset(self) -> QuerySet[Fault]:
        """Return what the user may see, with the point in WGS84."""
        faults = Fault.objects.visible_to(cast(User, self.request.user))
        return faults.annotate(point=Transform("geom", 4326))
