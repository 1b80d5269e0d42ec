"""Connections and readings for machines, with the rights of the pages."""

from __future__ import annotations

from typing import Any, cast

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import ListAPIView, ListCreateAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from gis_core.errors import DomainError
from gis_core.models import User
from gis_core.pages.access import allow
from gis_core.pages.boxes import read_box
from meters.api.serializers import ConnectionSerializer, NewReadingSerializer, ReadingSerializer
from meters.choices import ReadingSource
from meters.models import Connection, Installation, Reading
from meters.querysets import CONNECTION_ROLES, READING_ROLES, ConnectionQuerySet
from meters.selectors.connections import list_readings
from meters.services.readings import record_reading, record_reading_once

LONGEST_KEY = 100


class ConnectionFilter(django_filters.FilterSet):
    """A box of longitudes and latitudes; supply number, status, route."""

    bbox = django_filters.CharFilter(method="in_box", help_text="west,south,east,north in degrees (WGS84)")

    class Meta:
        model = Connection
        fields = ("bbox", "supply_number", "status", "route")

    def in_box(self, rows: ConnectionQuerySet, name: str, value: str) -> ConnectionQuerySet:
        """Keep what lies in the box."""
        return rows.within(read_box(value))


@allow(*CONNECTION_ROLES)
class ConnectionList(ListAPIView[Connection]):
    """Connections as GeoJSON."""

    serializer_class = ConnectionSerializer
    filterset_class = ConnectionFilter

    def get_queryset(self) -> QuerySet[Connection]:
        """Return what the user may see."""
        if getattr(self, "swagger_fake_view", False):  # the description of the API is made without a user
            return Connection.objects.none()
        return Connection.objects.visible_to(cast(User, self.request.user)).order_by("supply_number")


class ReadingFilter(django_filters.FilterSet):
    """Supply number and days."""

    supply_number = django_filters.CharFilter(field_name="installation__connection__supply_number")
    read_from = django_filters.DateFilter(field_name="read_on", lookup_expr="gte")
    read_to = django_filters.DateFilter(field_name="read_on", lookup_expr="lte")

    class Meta:
        model = Reading
        fields = ("supply_number", "read_from", "read_to")


@extend_schema_view(
    post=extend_schema(
        description="Write one reading; the same again answers with the one that stands.",
        request=NewReadingSerializer, responses={201: ReadingSerializer},
        parameters=[
            OpenApiParameter(
                "Idempotency-Key", str, OpenApiParameter.HEADER,
                description="The sender's own key: the same key again is answered with the same reading.",
            )
        ],
    )
)  # fmt: skip
@allow(*CONNECTION_ROLES)
class ReadingList(ListCreateAPIView[Reading]):
    """Readings, newest first."""

    serializer_class = ReadingSerializer
    filterset_class = ReadingFilter

    def get_queryset(self) -> QuerySet[Reading]:
        """Return the readings of what the user may see."""
        if getattr(self, "swagger_fake_view", False):  # the description of the API is made without a user
            return Reading.objects.none()
        return list_readings(cast(User, self.request.user))

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Write one reading; the same again answers with the one that stands."""
        user = cast(User, request.user)
        if not user.has_any_role(*READING_ROLES):
            raise PermissionDenied
        sent = NewReadingSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        given = sent.validated_data
        installation = (
            Installation.objects.filter(
                connection__in=Connection.objects.visible_to(user),
                connection__supply_number=given["supply_number"],
                period__contains=given["read_on"],
            )
            .select_related("connection", "meter")
            .first()
        )
        if installation is None:
            words = _("No meter hung there on that day.")
            return Response({"code": "no_meter", "detail": words}, status.HTTP_422_UNPROCESSABLE_ENTITY)
        new: dict[str, Any] = {
            "actor": user, "installation": installation, "read_on": given["read_on"],
            "value_m3": given["value_m3"], "source": ReadingSource.READER, "note": given["note"],
        }  # fmt: skip
        key = request.headers.get("Idempotency-Key", "").strip()
        if len(key) > LONGEST_KEY:
            raise ValidationError({"Idempotency-Key": _("The key is longer than 100 characters.")})
        try:
            reading = record_reading_once(key=key, **new) if key else record_reading(**new)
        except DomainError as error:
            return Response({"code": error.code, "detail": str(error)}, status.HTTP_422_UNPROCESSABLE_ENTITY)
        return Response(ReadingSerializer(reading).data, status.HTTP_201_CREATED)
