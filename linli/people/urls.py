"""The addresses of families and of the roster. A family's own page is put together by the portal."""

from django.urls import include, path

from linli.people.views import consents, households, papers, roster, saved_views, sheets, skills, unmasking

desk = [
    path("households/", households.households, name="households"),
    path("households/new", households.household_new, name="household_new"),
    path("households/<uuid:household_id>/edit", households.household_edit, name="household_edit"),
    path("households/<uuid:household_id>/categories", households.household_categories, name="household_categories"),
    path("households/<uuid:household_id>/members/new", households.household_member, name="household_member"),
    path(
        "households/<uuid:household_id>/members/<uuid:member_id>/end",
        households.household_member_end,
        name="household_member_end",
    ),
    path("households/<uuid:household_id>/consent", consents.household_consent, name="household_consent"),
    path("households/<uuid:household_id>/consents/<uuid:consent_id>/paper", papers.consent_paper, name="consent_paper"),
    path(
        "households/<uuid:household_id>/consents/<uuid:consent_id>/paper/look",
        papers.consent_paper_look,
        name="consent_paper_look",
    ),
    path("views/", saved_views.views, name="views"),
    path("views/new", saved_views.view_new, name="view_new"),
    path("views/<uuid:view_id>/rename", saved_views.view_rename, name="view_rename"),
    path("views/<uuid:view_id>/delete", saved_views.view_delete, name="view_delete"),
    path("unmask", unmasking.unmask, name="unmask"),
    path("roster/", roster.roster, name="roster"),
    path("roster/<uuid:person_id>/skills", skills.roster_skills, name="roster_skills"),
    path("roster/<uuid:person_id>/end", roster.roster_end, name="roster_end"),
    *sheets.pages_of("roster", "roster/import"),
]

urlpatterns = [path("desk/<int:community_id>/", include(desk))]
