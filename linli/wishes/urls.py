"""The addresses of micro-wishes: `public` on people's phones below /c/, `residents_own` below /w/, `desk` in the
office below /desk/<community>.
"""

from django.urls import URLPattern, include, path

from linli.people.views import sheets
from linli.wishes.views import (
    bulk,
    campaign_outputs,
    campaign_preparing,
    campaign_running,
    campaigns,
    chat,
    collecting,
    counter,
    covers,
    desk_claims,
    desk_wishes,
    doorstep,
    offers,
    prices,
    shares,
    submissions,
    undecided,
    wish_list,
)
from linli.wishes.views.public import claiming, draw, line, receipts, wall
from linli.wishes.views.public import collecting as residents

public: list[URLPattern] = [
    path("<str:code>", wall.wall, name="public_wall"),
    path("<str:code>/lamps", wall.lamps, name="public_lamps"),
    path("<str:code>/cover.jpg", covers.public_cover, name="public_cover"),
    path("<str:code>/mine", receipts.mine, name="public_mine"),
    path("<str:code>/<int:number>", claiming.wish, name="public_wish"),
    path("<str:code>/<int:number>/claim", claiming.claim, name="public_claim"),
    path("<str:code>/<int:number>/line", line.line, name="public_line"),
    path("<str:code>/<int:number>/line/leave", line.leave, name="public_leave"),
    path("<str:code>/<int:number>/line/accept", line.accept, name="public_offer"),
    path("<str:code>/draw", draw.draw, name="public_draw"),
    path("<str:code>/draw.json", draw.draw_file, name="public_draw_file"),
    path("<str:code>/<int:number>/enter", draw.enter, name="public_enter"),
    path("<str:code>/<int:number>/entry", draw.entry, name="public_entry"),
    path("<str:code>/<int:number>/entry/leave", draw.leave_entry, name="public_entry_leave"),
    path("<str:code>/claims/<int:number>", receipts.receipt, name="public_receipt"),
    path("<str:code>/claims/<int:number>/release", receipts.release, name="public_release"),
]

residents_own: list[URLPattern] = [
    path("<str:code>", residents.collect_form, name="collect_form"),
    path("<str:code>/<uuid:submission_id>", residents.collect_receipt, name="collect_receipt"),
]

desk: list[URLPattern] = [
    path("wishes/", wish_list.wishes, name="wishes"),
    path("wishes/new", doorstep.wish_new, name="wish_new"),
    path("wishes/prices", prices.prices, name="prices"),
    path("wishes/parse", doorstep.wish_parse, name="wish_parse"),
    path("wishes/taken/<uuid:household_id>", doorstep.wish_receipt, name="wish_receipt"),
    path("wishes/approve", bulk.wishes_approve, name="wishes_approve"),
    path("wishes/merge", bulk.wishes_merge, name="wishes_merge"),
    path("wishes/print", bulk.wishes_print, name="wishes_print"),
    path("wishes/paste", chat.wish_paste, name="wish_paste"),
    *sheets.pages_of("wishes", "wishes/import"),
    path("wishes/<uuid:wish_id>/", desk_wishes.wish, name="wish"),
    path("wishes/<uuid:wish_id>/edit", desk_wishes.wish_edit, name="wish_edit"),
    path("wishes/<uuid:wish_id>/share", shares.wish_share, name="wish_share"),
    path("wishes/<uuid:wish_id>/split", desk_wishes.wish_split, name="wish_split"),
    path("wishes/<uuid:wish_id>/accept", offers.wish_accept, name="wish_accept"),
    path("wishes/<uuid:wish_id>/take-off", campaign_running.wish_take_off, name="wish_take_off"),
    path("wishes/<uuid:wish_id>/move/<slug:move>", desk_wishes.wish_move, name="wish_move"),
    path("wishes/collecting/", collecting.collecting, name="collecting"),
    path("wishes/collecting/links/new", collecting.link_new, name="collecting_link_new"),
    path("wishes/collecting/links/<uuid:link_id>/", collecting.link, name="collecting_link"),
    path("wishes/collecting/links/<uuid:link_id>/poster", collecting.link_poster, name="collecting_poster"),
    path("wishes/collecting/links/<uuid:link_id>/code.<str:form>", collecting.link_qr, name="collecting_qr"),
    path("wishes/collecting/links/<uuid:link_id>/close", collecting.link_close, name="collecting_link_close"),
    path("wishes/collecting/<uuid:submission_id>/", submissions.submission, name="submission"),
    path("wishes/collecting/<uuid:submission_id>/decline", submissions.submission_decline, name="submission_decline"),
    path("campaigns/", campaigns.campaigns, name="campaigns"),
    path("campaigns/new", campaign_preparing.campaign_new, name="campaign_new"),
    path("campaigns/<uuid:campaign_id>/", campaigns.campaign, name="campaign"),
    path("campaigns/<uuid:campaign_id>/live", campaigns.campaign_live, name="campaign_live"),
    path("campaigns/<uuid:campaign_id>/change", campaign_preparing.campaign_change, name="campaign_change"),
    path("campaigns/<uuid:campaign_id>/titles", campaign_preparing.campaign_titles, name="campaign_titles"),
    path("campaigns/<uuid:campaign_id>/handover", campaign_preparing.campaign_handover, name="campaign_handover"),
    path("campaigns/<uuid:campaign_id>/preview", campaign_preparing.campaign_preview, name="campaign_preview"),
    path("campaigns/<uuid:campaign_id>/publish", campaign_preparing.campaign_publish, name="campaign_publish"),
    path("campaigns/<uuid:campaign_id>/close", campaigns.campaign_close, name="campaign_close"),
    path("campaigns/<uuid:campaign_id>/pause", campaign_running.campaign_pause, name="campaign_pause"),
    path("campaigns/<uuid:campaign_id>/resume", campaign_running.campaign_resume, name="campaign_resume"),
    path("campaigns/<uuid:campaign_id>/extend", campaign_running.campaign_extend, name="campaign_extend"),
    path("campaigns/<uuid:campaign_id>/withdraw", campaign_running.campaign_withdraw, name="campaign_withdraw"),
    path("campaigns/<uuid:campaign_id>/republish", campaign_running.campaign_republish, name="campaign_republish"),
    path("campaigns/<uuid:campaign_id>/claimants", campaigns.campaign_claimants, name="campaign_claimants"),
    path("campaigns/<uuid:campaign_id>/poster", campaign_outputs.campaign_poster, name="campaign_poster"),
    path("campaigns/<uuid:campaign_id>/list", campaign_outputs.campaign_list, name="campaign_list"),
    path("campaigns/<uuid:campaign_id>/table.xlsx", campaign_outputs.campaign_table, name="campaign_table"),
    path("campaigns/<uuid:campaign_id>/code.<str:form>", campaign_outputs.campaign_qr, name="campaign_qr"),
    path("campaigns/<uuid:campaign_id>/cover", covers.campaign_cover, name="campaign_cover"),
    path("campaigns/<uuid:campaign_id>/cover.jpg", covers.campaign_cover_picture, name="campaign_cover_picture"),
    path("campaigns/<uuid:campaign_id>/counter", counter.counter, name="campaign_counter"),
    path("campaigns/<uuid:campaign_id>/paste", counter.paste, name="campaign_paste"),
    path("claims/", desk_claims.claims, name="claims"),
    path("claims/decide", undecided.claims_decide, name="claims_decide"),
    path("claims/<uuid:claim_id>/", desk_claims.claim, name="claim"),
    path("claims/<uuid:claim_id>/keep", desk_claims.claim_keep, name="claim_keep"),
    path("claims/<uuid:claim_id>/decline", desk_claims.claim_decline, name="claim_decline"),
    path("claims/<uuid:claim_id>/release", desk_claims.claim_release, name="claim_release"),
    path("claims/<uuid:claim_id>/slip", desk_claims.claim_slip, name="claim_slip"),
]

urlpatterns = [
    path("c/", include(public)),
    path("w/", include(residents_own)),
    path("desk/<int:community_id>/", include(desk)),
]
