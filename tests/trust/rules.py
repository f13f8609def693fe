"""Who may do what at which address: the whole of it, held against the URLconf in both directions.

`get` and `post` say what is needed: a permission of `accounts.kinds`, or one of the words below. None: the address does
not take this method. A new address fails the suite until it stands here.
"""

from dataclasses import dataclass

PUBLIC = "public"
"""Anybody, signed in or not."""
CLAIMANT = "claimant"
"""Whoever made this very claim, by account or in this campaign's weak session; for all others it does not exist."""
OWN = "own account"
"""Whoever is signed in, with a role or without: everybody sees and changes what is their own only."""
OWN_AT_DESK = "own account of who works at a desk"
"""The same, for whoever holds a role of an office anywhere; all others are told why they have none."""
ONE_TIME_LINK = "one-time link"
"""The link that the server prints at its first start, before anybody holds a role."""
OPEN_DESK, VIEW, EDIT = "desk.open", "households.view", "households.edit"
COLLECT, REVIEW, PUBLISH = "wishes.collect", "wishes.review", "wishes.publish"
COUNTER, DECIDE = "claims.counter", "claims.decide"
EXPORT, FIGURES = "lists.export", "figures.view"
ROSTER, KEEP_ROSTER, PASS_ON, GRANT = "roster.view", "roster.import", "outgoing.pass_on", "roles.grant"
CHANNELS = "channels.manage"


@dataclass(frozen=True, slots=True)
class Rule:
    """`shows`: the statuses with which a page that one may see answers a GET, `does`: a POST that one may send."""

    get: str | None
    post: str | None = None
    shows: frozenset[int] = frozenset({200})
    does: frozenset[int] = frozenset({302, 303})

    def need(self, method: str) -> str | None:
        return self.post if method == "POST" else self.get

    @property
    def is_of_somebody(self) -> bool:
        """Whether it makes a difference who asks."""
        return {self.get, self.post} - {PUBLIC, None} != set()

    def answers(self, method: str) -> frozenset[int]:
        return self.does if method == "POST" else self.shows


def _read(need: str, *shows: int) -> Rule:
    return Rule(need, shows=frozenset(shows or (200,)))


def _both(need: str) -> Rule:
    return Rule(need, need)


def _sent(need: str, *does: int) -> Rule:
    return Rule(None, need, does=frozenset(does or (302, 303)))


RULES: dict[str, Rule] = {
    # the house
    "home": _read(PUBLIC, 200, 302),
    "gallery": _read(PUBLIC),
    "healthz": _read(PUBLIC, 200, 503),
    "manifest": _read(PUBLIC),
    "service_worker": _read(PUBLIC),
    "offline": _read(PUBLIC),
    "language": _sent(PUBLIC),
    "care": _sent(PUBLIC),
    "keys_switch": _sent(PUBLIC),
    "screen_switch": _sent(PUBLIC),
    # who asks is nobody while it is locked; a computer that is not shared has nothing to unlock
    "lock": Rule(PUBLIC, PUBLIC, shows=frozenset({302}), does=frozenset({302})),
    "lock_now": _sent(PUBLIC),
    "lock_left": _read(PUBLIC),
    "lock_kept": _read(PUBLIC, 302),
    "lock_leave": _sent(PUBLIC),
    "setup": _both(ONE_TIME_LINK),
    "account_login": Rule(PUBLIC, PUBLIC, shows=frozenset({200, 302})),
    "account_request_login_code": Rule(PUBLIC, PUBLIC, shows=frozenset({200, 302})),
    "account_confirm_login_code": Rule(PUBLIC, PUBLIC, shows=frozenset({200, 302})),
    "account_logout": Rule(PUBLIC, PUBLIC, shows=frozenset({200, 302})),
    "account_login_by_password": Rule(PUBLIC, PUBLIC, shows=frozenset({200, 302}), does=frozenset({200, 302})),
    # whoever looks after no office from above is told so
    "overview": _read(OWN),
    "overview_table": _read(OWN),
    "overview_office": _read(FIGURES),
    "own_account": _read(OWN),
    "own_password": _sent(OWN_AT_DESK, 302),
    "own_password_remove": _sent(OWN),
    # a PIN, and a computer of several, as well
    "own_pin": _sent(OWN, 302, 403),
    "own_pin_remove": _sent(OWN),
    "own_device_share": _sent(OWN, 302, 403),
    "own_device_unshare": _sent(OWN),
    "own_seat_end": _sent(OWN, 404),
    # the installation of the tests sends no e-mail
    "own_email": _sent(OWN, 409),
    "own_email_code": _sent(OWN, 422),
    "own_email_remove": _sent(OWN),
    "mfa_authenticate": Rule(PUBLIC, PUBLIC, shows=frozenset({302}), does=frozenset({302})),
    "second_factor": _read(OWN),
    "second_factor_app": Rule(OWN_AT_DESK, OWN_AT_DESK, does=frozenset({422})),
    # nobody who asks has a second step: then there is no sheet to show or to print anew
    "second_factor_codes": Rule(OWN, OWN, shows=frozenset({302}), does=frozenset({404})),
    "second_factor_remove": _sent(OWN, 302),
    "passkey_new": Rule(OWN_AT_DESK, OWN_AT_DESK, does=frozenset({422})),
    "passkey_remove": _sent(OWN, 404),
    # the installation of the tests has no Weixin, so its addresses are not there; a link may go all the same
    "weixin_sign_in": _sent(PUBLIC, 404),
    "weixin_back": _read(PUBLIC, 404),
    "weixin_link": _sent(PUBLIC, 404),
    "weixin_unlink": _sent(OWN, 302),
    "own_session_end": _sent(OWN, 404),
    "own_sessions_end": _sent(OWN),
    # on people's phones
    "public_wall": _read(PUBLIC),
    "public_lamps": _read(PUBLIC),
    "public_cover": _read(PUBLIC),
    "public_mine": Rule(PUBLIC, PUBLIC),
    "public_wish": _read(PUBLIC),
    # by GET it leads back to the wish: a switch of language on the answer asks for it
    "public_claim": Rule(PUBLIC, PUBLIC, shows=frozenset({302})),
    "public_line": Rule(PUBLIC, PUBLIC, shows=frozenset({302})),
    "public_leave": _sent(CLAIMANT),
    "public_offer": Rule(CLAIMANT, CLAIMANT, shows=frozenset({302})),
    # everything that is needed to repeat a draw is everybody's
    "public_draw": _read(PUBLIC),
    "public_draw_file": _read(PUBLIC),
    "public_enter": Rule(PUBLIC, PUBLIC, shows=frozenset({302})),
    "public_entry": _read(CLAIMANT),
    "public_entry_leave": _sent(CLAIMANT),
    "public_receipt": _read(CLAIMANT),
    "public_release": _both(CLAIMANT),
    # a form for residents: the first press shows how it was understood, the second sends it
    "collect_form": Rule(PUBLIC, PUBLIC),
    "collect_receipt": _read(PUBLIC),
    # the desk
    "today": _read(OPEN_DESK),
    "keys": _read(OPEN_DESK),
    "search": Rule(OPEN_DESK, OPEN_DESK, does=frozenset({200})),
    "households": _read(VIEW),
    "household": _read(VIEW),
    "household_new": _both(EDIT),
    "household_edit": _both(EDIT),
    "household_categories": _both(EDIT),
    "household_member": _both(EDIT),
    "household_member_end": _sent(EDIT),
    "household_consent": _both(EDIT),
    "household_consent_withdraw": _sent(EDIT),
    "consent_paper": _both(EDIT),
    "consent_paper_look": _sent("households.unmask", 200),
    "views": _read(OPEN_DESK),
    "view_new": Rule(OPEN_DESK, OPEN_DESK, shows=frozenset({302})),
    "view_rename": _sent(GRANT),
    "view_delete": _sent(GRANT),
    "unmask": _sent("households.unmask", 200),
    "wishes": _read(OPEN_DESK),
    "wish": _read(OPEN_DESK),
    "prices": _both("wishes.prices"),
    "wish_new": _both(COLLECT),
    "wish_kept": Rule(COLLECT, COLLECT, does=frozenset({200})),
    "wish_parse": _sent(COLLECT, 200),
    "wish_receipt": _read(COLLECT),
    "wish_edit": _both(COLLECT),
    "wish_split": _both(COLLECT),
    "wish_share": _both(COLLECT),
    # each move has a need of its own on top: the workflow's table tests them (tests/wishes/test_workflow_table.py)
    "wish_move": _sent(COLLECT),
    "wishes_approve": _sent(REVIEW),
    "wishes_merge": _sent(REVIEW),
    "wishes_print": Rule(OPEN_DESK, OPEN_DESK, does=frozenset({200})),
    "wish_paste": _both(COLLECT),
    "wish_import": _both(COLLECT),
    "wish_blank": _read(COLLECT),
    "wish_sheet": _both(COLLECT),
    "collecting": _read(COLLECT),
    "collecting_link": _read(COLLECT),
    "collecting_link_new": _both(PUBLISH),
    "collecting_link_close": _sent(PUBLISH),
    "collecting_poster": _read(COLLECT),
    "collecting_qr": _read(COLLECT),
    "submission": _both(COLLECT),
    "submission_decline": _sent(COLLECT),
    "wish_columns": _both(COLLECT),
    "wish_marked": _read(COLLECT),
    "campaigns": _read(OPEN_DESK),
    "campaign": _read(OPEN_DESK),
    "campaign_live": _read(OPEN_DESK),
    "campaign_claimants": _read(OPEN_DESK),
    "campaign_preview": _read(OPEN_DESK),
    "campaign_poster": _read(OPEN_DESK),
    "campaign_list": _read(OPEN_DESK),
    "campaign_table": _read(OPEN_DESK),
    "campaign_qr": _read(OPEN_DESK),
    "campaign_cover_picture": _read(OPEN_DESK),
    "campaign_cover": _both(PUBLISH),
    "campaign_new": _both(PUBLISH),
    "campaign_change": _both(PUBLISH),
    "campaign_titles": _sent(PUBLISH),
    "campaign_handover": _sent(PUBLISH),
    "campaign_publish": _sent(PUBLISH),
    "campaign_close": _sent(PUBLISH),
    "campaign_pause": _both(PUBLISH),
    "campaign_resume": _both(PUBLISH),
    "campaign_extend": _both(PUBLISH),
    "campaign_withdraw": _both(PUBLISH),
    "campaign_republish": _both(PUBLISH),
    "wish_take_off": _both(PUBLISH),
    "wish_accept": _sent(COUNTER),
    "campaign_counter": _both(COUNTER),
    "campaign_paste": Rule(COUNTER, COUNTER, does=frozenset({200})),
    "claims": _read(OPEN_DESK),
    # what is posted looks for a name on the roster
    "claim": Rule(OPEN_DESK, OPEN_DESK, does=frozenset({200})),
    "claim_slip": _read(OPEN_DESK),
    "claim_keep": _sent(DECIDE),
    "claim_decline": _sent(DECIDE),
    "claims_decide": _sent(DECIDE),
    "claim_release": _sent(DECIDE),
    "exports": _read(EXPORT),
    "export_new": _sent(EXPORT),
    "export_allow": _sent(EXPORT),
    "export_fetch": _sent(EXPORT, 200),
    "outgoing": _read(PASS_ON),
    "outgoing_sent": _sent(PASS_ON),
    "outgoing_show": _sent(PASS_ON, 200),
    "roster": _read(ROSTER),
    "roster_end": _sent(KEEP_ROSTER),
    "roster_skills": _both(KEEP_ROSTER),
    "roster_import": _both(KEEP_ROSTER),
    "roster_blank": _read(KEEP_ROSTER),
    "roster_sheet": _both(KEEP_ROSTER),
    "channels": _both(CHANNELS),
    "channels_quiet": _sent(CHANNELS),
    "channel_test": _sent(CHANNELS),
    "channel_remove": _sent(CHANNELS),
    "texts": _read(CHANNELS),
    "text": _both(CHANNELS),
    "text_standard": _sent(CHANNELS),
    "programs": _both("programs.manage"),
    "program_end": _sent("programs.manage"),
    "webhook_new": _sent("programs.manage"),
    "webhook_end": _sent("programs.manage"),
    "webhook_resume": _sent("programs.manage"),
    "roster_columns": _both(KEEP_ROSTER),
    "roster_marked": _read(KEEP_ROSTER),
    "staff": _both(GRANT),
    "workload": _read(GRANT),
    "staff_end": _sent(GRANT),
    "staff_second_factor_drop": _sent(GRANT, 302),
}
"""The house's own addresses."""

DEMO_RULES: dict[str, Rule] = {
    # invented people only; none of these addresses exists outside the demo
    "demo": _both(PUBLIC),
    "demo_outbox": _read(PUBLIC),
    "demo_file": _read(PUBLIC),
}
"""What the demo adds."""
