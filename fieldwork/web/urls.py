"""Addresses of work outside."""

from django.urls import path

from fieldwork.web import card, crews, mine, tasks

app_name = "fieldwork"
urlpatterns = [
    path("tasks/", tasks.TaskList.as_view(), name="task_list"),
    path("tasks/new/", tasks.task_create, name="task_create"),
    path("tasks/assign/", tasks.task_assign_many, name="task_assign_many"),
    path("tasks/mine/", mine.task_mine, name="task_mine"),
    path("tasks/mine/map/", mine.task_mine_map, name="task_mine_map"),
    path("tasks/<int:pk>/", card.task_detail, name="task_detail"),
    path("tasks/<int:pk>/start/", card.task_start, name="task_start"),
    path("tasks/<int:pk>/finish/", card.task_finish, name="task_finish"),
    path("tasks/<int:pk>/note/", card.task_note, name="task_note"),
    path("tasks/<int:pk>/assign/", card.task_assign, name="task_assign"),
    path("tasks/<int:pk>/change/", card.task_change, name="task_change"),
    path("tasks/<int:pk>/cancel/", card.task_cancel, name="task_cancel"),
    path("crews/", crews.CrewList.as_view(), name="crew_list"),
    path("crews/new/", crews.crew_create, name="crew_create"),
    path("crews/<int:pk>/", crews.crew_edit, name="crew_edit"),
]
