"""Addresses of cuts and works."""

from django.urls import path

from outages.web import office, public

app_name = "outages"
urlpatterns = [
    path("cuts/", public.public_list, name="public_list"),
    path("cuts/cuts.geojson", public.public_geojson, name="public_geojson"),
    path("cuts/atom.xml", public.public_atom, name="public_atom"),
    path("cuts/<uuid:public_id>/", public.public_detail, name="public_detail"),
    path("outages/", office.OutageList.as_view(), name="outage_list"),
    path("outages/new/", office.outage_create, name="outage_create"),
    path("outages/area-count/", office.area_count, name="area_count"),
    path("outages/<int:pk>/", office.outage_detail, name="outage_detail"),
    path("outages/<int:pk>/edit/", office.outage_edit, name="outage_edit"),
    path("outages/<int:pk>/approve/", office.outage_approve, name="outage_approve"),
    path("outages/<int:pk>/cancel/", office.outage_cancel, name="outage_cancel"),
    path("outages/<int:pk>/end/", office.outage_end, name="outage_end"),
    path("outages/<int:pk>/times/", office.outage_times, name="outage_times"),
]
