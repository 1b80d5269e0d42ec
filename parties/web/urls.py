"""Addresses of the register."""

from django.urls import path

from parties.web import acts, cards, choices, lists

app_name = "parties"
urlpatterns = [
    path("", lists.PartyList.as_view(), name="party_list"),
    path("choices/", choices.party_choices, name="party_choices"),
    path("new/", acts.party_create, name="party_create"),
    path("<int:pk>/", cards.party_detail, name="party_detail"),
    path("<int:pk>/edit/", acts.party_edit, name="party_edit"),
    path("<int:pk>/contacts/new/", acts.contact_create, name="contact_create"),
    path("<int:pk>/consents/new/", acts.consent_create, name="consent_create"),
    path("consents/<int:pk>/withdraw/", acts.consent_withdraw, name="consent_withdraw"),
]
