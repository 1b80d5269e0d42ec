"""Addresses of the outbox."""

from django.urls import path

from notifications.web import views

app_name = "notifications"
urlpatterns = [
    path("", views.MessageList.as_view(), name="message_list"),
    path("failed/", views.FailedList.as_view(), name="failed_list"),
    path("<int:pk>/", views.message_detail, name="message_detail"),
    path("<int:pk>/retry/", views.message_retry, name="message_retry"),
    path("<int:pk>/cancel/", views.message_cancel, name="message_cancel"),
]
