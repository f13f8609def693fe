"""Where an office lets other programs in."""

from django.urls import path

from linli.integrations.views import programs

urlpatterns = [
    path("desk/<int:community_id>/programs/", programs.programs, name="programs"),
    path("desk/<int:community_id>/programs/<uuid:token_id>/end", programs.program_end, name="program_end"),
    path("desk/<int:community_id>/programs/webhooks", programs.webhook_new, name="webhook_new"),
    path("desk/<int:community_id>/programs/webhooks/<uuid:webhook_id>/end", programs.webhook_end, name="webhook_end"),
    path(
        "desk/<int:community_id>/programs/webhooks/<uuid:webhook_id>/resume",
        programs.webhook_resume,
        name="webhook_resume",
    ),
]
