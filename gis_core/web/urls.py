"""Addresses of the kernel."""

from django.urls import path

from gis_core.web import jobs, saved_lists, users, views

app_name = "gis_core"
urlpatterns = [
    path("office/", views.home, name="home"),
    path("office/search/", views.search, name="search"),
    path("language/", views.language, name="language"),
    path("health/", views.health, name="health"),
    path("accounts/", users.user_list, name="user_list"),
    path("accounts/new/", users.user_create, name="user_create"),
    path("accounts/<int:pk>/", users.user_change, name="user_change"),
    path("accounts/utility/", users.utility, name="utility"),
    path("lists/save/", saved_lists.saved_list_save, name="saved_list_save"),
    path("lists/<int:pk>/change/", saved_lists.saved_list_change, name="saved_list_change"),
    path("lists/<int:pk>/delete/", saved_lists.saved_list_delete, name="saved_list_delete"),
    path("lists/<int:pk>/start/", saved_lists.saved_list_start, name="saved_list_start"),
    path("jobs/", jobs.job_list, name="job_list"),
    path("jobs/<int:pk>/", jobs.job_detail, name="job_detail"),
    path("jobs/<int:pk>/progress/", jobs.job_progress, name="job_progress"),
    path("jobs/<int:pk>/stop/", jobs.job_stop, name="job_stop"),
    path("jobs/<int:pk>/resume/", jobs.job_resume, name="job_resume"),
]
