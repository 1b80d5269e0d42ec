"""Addresses of rounds, windows and the reader's telephone."""

from django.urls import path

from meters.web import reader, round_extras, rounds

urlpatterns = [
    path("rounds/", rounds.RoundList.as_view(), name="round_list"),
    path("rounds/open/", rounds.period_open, name="period_open"),
    path("rounds/positions/", round_extras.QuestionList.as_view(), name="position_list"),
    path("rounds/positions/<int:pk>/", round_extras.position_answer, name="position_answer"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round_detail"),
    path("rounds/<int:pk>/map.geojson", rounds.round_map, name="round_map"),
    path("rounds/<int:pk>/slips.pdf", rounds.round_slips, name="round_slips"),
    path("rounds/<int:pk>/reader/", rounds.round_assign, name="round_assign"),
    path("rounds/<int:pk>/check/", rounds.round_check, name="round_check"),
    path("rounds/<int:pk>/close/", rounds.round_close, name="round_close"),
    path("rounds/<int:pk>/reopen/", rounds.round_reopen, name="round_reopen"),
    path("note-codes/", round_extras.NoteCodeList.as_view(), name="note_code_list"),
    path("note-codes/new/", round_extras.note_code_create, name="note_code_create"),
    path("note-codes/<int:pk>/", round_extras.note_code_edit, name="note_code_edit"),
    path("reading-windows/", round_extras.WindowList.as_view(), name="window_list"),
    path("reading-windows/new/", round_extras.window_create, name="window_create"),
    path("reading-windows/<int:pk>/end/", round_extras.window_end, name="window_end"),
    path("reading/", reader.round_mine, name="round_mine"),
    path("reading/<int:pk>/", reader.round_walk, name="round_walk"),
]
