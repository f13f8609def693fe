"""The addresses of the desk's day and of the house itself."""

from django.urls import path

from linli.portal.views import (
    channels,
    exports,
    gallery,
    healthz,
    home,
    household,
    outgoing,
    preferences,
    search,
    setup,
    staff,
    today,
    wording,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("gallery", gallery.gallery, name="gallery"),
    path("healthz", healthz.healthz, name="healthz"),
    path("language", preferences.language, name="language"),
    path("care", preferences.care, name="care"),
    path("setup/<str:token>", setup.set_up, name="setup"),
    path("desk/<int:community_id>/", today.today, name="today"),
    path("desk/<int:community_id>/search", search.search, name="search"),
    path("desk/<int:community_id>/households/<uuid:household_id>/", household.household, name="household"),
    path(
        "desk/<int:community_id>/households/<uuid:household_id>/consents/<uuid:consent_id>/withdraw",
        household.consent_withdraw,
        name="household_consent_withdraw",
    ),
    path("desk/<int:community_id>/exports/", exports.exports, name="exports"),
    path("desk/<int:community_id>/exports/new", exports.export_new, name="export_new"),
    path("desk/<int:community_id>/exports/<uuid:export_id>/allow", exports.export_allow, name="export_allow"),
    path("desk/<int:community_id>/exports/<uuid:export_id>/sheet", exports.export_fetch, name="export_fetch"),
    path("desk/<int:community_id>/outgoing/", outgoing.outgoing, name="outgoing"),
    path("desk/<int:community_id>/outgoing/<uuid:outgoing_id>/sent", outgoing.mark_sent, name="outgoing_sent"),
    path("desk/<int:community_id>/channels/", channels.channels, name="channels"),
    path("desk/<int:community_id>/channels/quiet", channels.quiet, name="channels_quiet"),
    path("desk/<int:community_id>/channels/<uuid:channel_id>/test", channels.test, name="channel_test"),
    path("desk/<int:community_id>/channels/<uuid:channel_id>/remove", channels.remove, name="channel_remove"),
    path("desk/<int:community_id>/wording/", wording.texts, name="texts"),
    path("desk/<int:community_id>/wording/<slug:kind>", wording.text, name="text"),
    path("desk/<int:community_id>/wording/<slug:kind>/standard", wording.standard, name="text_standard"),
    path("desk/<int:community_id>/staff/", staff.staff, name="staff"),
    path("desk/<int:community_id>/staff/<uuid:grant_id>/end", staff.end, name="staff_end"),
]
