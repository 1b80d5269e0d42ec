"""Addresses of the journal."""

from django.urls import path

from accounting.web import journal, periods

app_name = "accounting"
urlpatterns = [
    path("journal/", journal.EntryList.as_view(), name="entry_list"),
    path("journal/<int:pk>/", journal.entry_detail, name="entry_detail"),
    path("periods/", periods.period_list, name="period_list"),
    path("periods/close/", periods.period_close, name="period_close"),
]
