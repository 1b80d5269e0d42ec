"""Addresses of the journal."""

from django.urls import path

from accounting.web import journal

app_name = "accounting"
urlpatterns = [
    path("journal/", journal.EntryList.as_view(), name="entry_list"),
    path("journal/<int:pk>/", journal.entry_detail, name="entry_detail"),
]
