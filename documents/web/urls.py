"""Addresses of the archive."""

from django.urls import path

from documents.web import views

app_name = "documents"
urlpatterns = [path("files/<int:pk>/", views.attachment, name="attachment")]
