"""Addresses of documents of the register."""

from django.urls import path

from meters.web import document_drafts, document_kinds, documents

urlpatterns = [
    path("documents/", documents.DocumentList.as_view(), name="document_list"),
    path("documents/connection/", document_drafts.document_connection, name="document_connection"),
    path("documents/kinds/", document_kinds.DocumentKindList.as_view(), name="document_kind_list"),
    path("documents/kinds/new/", document_kinds.document_kind_create, name="document_kind_create"),
    path("documents/kinds/<int:pk>/", document_kinds.document_kind_edit, name="document_kind_edit"),
    path("documents/<int:pk>/", documents.document_detail, name="document_detail"),
    path("documents/<int:pk>/approve/", documents.document_approve, name="document_approve"),
    path("documents/<int:pk>/execute/", document_drafts.document_execute, name="document_execute"),
    path("documents/<int:pk>/cancel/", documents.document_cancel, name="document_cancel"),
    path("documents/<int:pk>/files/", documents.document_attach, name="document_attach"),
    path("documents/<int:pk>/pdf/", documents.document_pdf, name="document_pdf"),
    path("connections/<int:pk>/documents/", document_drafts.document_choose, name="document_choose"),
    path(
        "connections/<int:pk>/documents/<slug:code>/", document_drafts.document_create, name="document_create"
    ),
]
