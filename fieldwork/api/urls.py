"""Addresses of the API of tasks."""

from django.urls import path

from fieldwork.api.views import TaskCollection, TaskFinish, TaskStart

urlpatterns = [
    path("tasks/", TaskCollection.as_view(), name="api_task_list"),
    path("tasks/<int:pk>/start/", TaskStart.as_view(), name="api_task_start"),
    path("tasks/<int:pk>/finish/", TaskFinish.as_view(), name="api_task_finish"),
]
