"""Addresses of the consumers' site."""

from django.urls import path

from portal.web import office, readings, views

app_name = "portal"
urlpatterns = [
    path("", views.home, name="home"),
    path("my/claim/", views.claim, name="claim"),
    path("claims/", office.tried, name="tried"),
    path("my/connections/<int:pk>/", views.connection, name="connection"),
    path("my/connections/<int:pk>/ledger/", views.ledger, name="ledger"),
    path("my/connections/<int:pk>/meters/<int:meter>/", readings.own_reading, name="own_reading"),
    path(
        "my/connections/<int:pk>/meters/<int:meter>/undo/", readings.own_reading_undo, name="own_reading_undo"
    ),
    path("my/bills/", views.bill_list, name="bill_list"),
    path("my/bills/<int:pk>/", views.bill_detail, name="bill_detail"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
