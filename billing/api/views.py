"""Bills, payments and tariffs for machines, read-only, with the rights of the pages."""

from __future__ import annotations

from typing import cast

import django_filters
from django.db.models import QuerySet
from rest_framework.generics import ListAPIView, RetrieveAPIView

from billing.api.serializers import (
    BillDetailSerializer,
    BillSerializer,
    PaymentSerializer,
    TariffSerializer,
)  # fmt: skip
from billing.models import Bill, Payment, Tariff
from billing.querysets import BILL_ROLES
from gis_core.models import User
from gis_core.pages.access import allow, allow_signed_in


class BillFilter(django_filters.FilterSet):
    """Supply number, RF code, run and days of issue."""

    supply_number = django_filters.CharFilter(field_name="connection__supply_number")
    issued_from = django_filters.DateFilter(field_name="issue_date", lookup_expr="gte")
    issued_to = django_filters.DateFilter(field_name="issue_date", lookup_expr="lte")

    class Meta:
        model = Bill
        fields = ("supply_number", "rf_code", "run", "issued_from", "issued_to")


@allow_signed_in
class BillList(ListAPIView[Bill]):
    """Issued bills, newest first: all for staff who see bills, a consumer's own for the consumer."""

    serializer_class = BillSerializer
    filterset_class = BillFilter

    def get_queryset(self) -> QuerySet[Bill]:
        """Return what the user may see."""
        if getattr(self, "swagger_fake_view", False):  # the description of the API is made without a user
            return Bill.objects.none()
        bills = Bill.objects.visible_to(cast(User, self.request.user)).issued()
        return bills.select_related("connection").order_by("-pk")


@allow_signed_in
class BillDetail(RetrieveAPIView[Bill]):
    """One issued bill with every amount explained."""

    serializer_class = BillDetailSerializer

    def get_queryset(self) -> QuerySet[Bill]:
        """Return what the user may see."""
        if getattr(self, "swagger_fake_view", False):  # the description of the API is made without a user
            return Bill.objects.none()
        bills = Bill.objects.visible_to(cast(User, self.request.user)).issued()
        return bills.select_related("connection", "installation__meter")


class PaymentFilter(django_filters.FilterSet):
    """Supply number, method and days."""

    supply_number = django_filters.CharFilter(field_name="connection__supply_number")
    received_from = django_filters.DateFilter(field_name="received_on", lookup_expr="gte")
    received_to = django_filters.DateFilter(field_name="received_on", lookup_expr="lte")

    class Meta:
        model = Payment
        fields = ("supply_number", "method", "received_from", "received_to")


@allow(*BILL_ROLES)
class PaymentList(ListAPIView[Payment]):
    """Payments, newest first."""

    serializer_class = PaymentSerializer
    filterset_class = PaymentFilter
    queryset = Payment.objects.select_related("connection").order_by("-pk")


class TariffFilter(django_filters.FilterSet):
    """Use, state, and a day on which the version is in force."""

    on = django_filters.DateFilter(field_name="period", lookup_expr="contains")

    class Meta:
        model = Tariff
        fields = ("use", "state", "on")


@allow(*BILL_ROLES)
class TariffList(ListAPIView[Tariff]):
    """Versions of tariffs with all their prices."""

    serializer_class = TariffSerializer
    filterset_class = TariffFilter
    queryset = Tariff.objects.prefetch_related(
        "components__base", "components__blocks", "components__diameter_fees"
    ).order_by("use", "-period", "-version")
