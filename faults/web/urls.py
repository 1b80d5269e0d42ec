"""Addresses of faults."""

from django.urls import path

from faults.web import office, public

app_name = "faults"
urlpatterns = [
    path("report/", public.report, name="report"),
    path("report/known/", public.known, name="known"),
    path("report/<uuid:token>/", public.follow, name="follow"),
    path("report/<uuid:token>/photos/<int:pk>/", public.photo, name="photo"),
    path("faults/", office.FaultList.as_view(), name="fault_list"),
    path("faults/<int:pk>/", office.fault_detail, name="fault_detail"),
    path("faults/<int:pk>/say/", office.fault_say, name="fault_say"),
    path("faults/<int:pk>/work/", office.fault_work, name="fault_work"),
]
