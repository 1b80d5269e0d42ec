"""Addresses of the API of bills, payments and tariffs."""

from django.urls import path

from billing.api.views import BillDetail, BillList, PaymentList, TariffList

urlpatterns = [
    path("bills/", BillList.as_view(), name="api_bill_list"),
    path("bills/<int:pk>/", BillDetail.as_view(), name="api_bill_detail"),
    path("payments/", PaymentList.as_view(), name="api_payment_list"),
    path("tariffs/", TariffList.as_view(), name="api_tariff_list"),
]
