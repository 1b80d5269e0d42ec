"""Addresses of the archive."""

from django.urls import path

from documents.web import archive, uploads, views

app_name = "documents"
urlpatterns = [
    path("files/<int:pk>/", views.attachment, name="attachment"),
    path("files/add/<str:label>/<int:pk>/", uploads.attachment_add, name="attachment_add"),
    path("files/ordered/<int:pk>/", views.ordered_file, name="ordered_file"),
    path("archive/", archive.ArchiveList.as_view(), name="archive"),
]
