"""Addresses of the billing office."""

from django.urls import path

from billing.web import bills, cashier, charges, choices, lists, runs, tariffs

app_name = "billing"
urlpatterns = [
    path("bills/", lists.BillList.as_view(), name="bill_list"),
    path("bills/<int:pk>/", bills.bill_detail, name="bill_detail"),
    path("bills/<int:pk>/pdf/", bills.bill_as_pdf, name="bill_pdf"),
    path("charges/<int:pk>/", charges.charge_detail, name="charge_detail"),
    path("runs/", lists.RunList.as_view(), name="run_list"),
    path("runs/choices/", choices.run_choices, name="run_choices"),
    path("runs/new/", runs.run_create, name="run_create"),
    path("runs/<int:pk>/", runs.run_detail, name="run_detail"),
    path("runs/<int:pk>/excluded/", lists.ExclusionList.as_view(), name="run_exclusions"),
    path("runs/<int:pk>/<slug:act>/", runs.run_act, name="run_act"),
    path("till/", cashier.cashier, name="cashier"),
    path("payments/", lists.PaymentList.as_view(), name="payment_list"),
    path("payments/<int:pk>/", cashier.payment_detail, name="payment_detail"),
    path("payments/<int:pk>/pdf/", cashier.receipt, name="receipt_pdf"),
    path("connections/<int:pk>/pay/", cashier.payment_create, name="payment_create"),
    path("tariffs/", tariffs.tariff_list, name="tariff_list"),
    path("tariffs/<int:pk>/", tariffs.tariff_detail, name="tariff_detail"),
    path("tariffs/<int:pk>/copy/", tariffs.tariff_copy, name="tariff_copy"),
    path("tariffs/<int:pk>/approve/", tariffs.tariff_approve, name="tariff_approve"),
]
