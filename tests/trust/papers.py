"""What is on its way in a community, read from sheets, given as a reason; each with marks of its own."""

from datetime import timedelta

from linli.accounts.kinds import ROLES
from linli.core.actor import Actor
from linli.core.sheets import SheetRow
from linli.integrations.services import add_webhook, make_token
from linli.notifications.services import add_channel, send
from linli.people.permissions import may_import_roster
from linli.people.services.saved_views import keep_view
from linli.people.services.sheet_steps import begin
from linli.people.services.sheets import keep_sheet
from linli.people.services.unmasking import unmask_field
from linli.wishes.permissions.collecting import may_collect
from linli.wishes.services.reviewing import move_wish
from tests.trust.sides import Side


def texts(side: Side) -> None:
    """What is on its way, what was read from sheets, what was given as a reason."""
    canary, by = side.canaries, side.actor("secretary")
    waiting = send(
        community_id=side.code,
        kind="claim_kept",
        dedupe="seed",
        recipient_name=canary.name("Outgoing.recipient_name", "高"),
        recipient_address=canary.phone("Outgoing.recipient_address"),
        words={"number": 1234, "campaign": canary.text("Outgoing.payload")},
    )
    for_few = send(
        community_id=side.code,
        kind="claim_kept",
        dedupe="seed for few",
        recipient_name="",
        recipient_address=canary.phone("Outgoing.recipient_address of a text for few"),
        words={"number": 4321, "campaign": canary.text("Outgoing.payload for few eyes")},
        permission="roles.grant",
    )
    code = send(
        community_id=side.code,
        kind="sign_in_code",
        dedupe="seed code",
        recipient_name="",
        recipient_address=canary.phone("Outgoing.recipient_address of a code"),
        words={"code": canary.text("Code in Outgoing.payload"), "minutes": 10},
        permission="codes.hand_out",
        good_for=timedelta(days=1),
    )
    assert code is not None
    assert waiting is not None
    assert for_few is not None
    channel = add_channel(
        community_id=side.code,
        kind="webhook",
        name="工作群",
        address=f"https://hooks.example.cn/{canary.phone('Channel.address')}",
        secret=canary.phone("Channel.secret"),
        by=by,
    )
    side.things |= {"outgoing_id": waiting.pk, "text for few": for_few.pk, "channel_id": channel.pk}
    side.things["sign-in code"] = code.pk
    unmask_field(
        community_id=side.code,
        kind="household",
        row_id=side["household_id"],
        field="phone",
        reason=canary.text("Detail.text of an unmask"),
        by=by,
    )
    a_view(side)
    why, wish_id = canary.text("Detail.text of a move"), side["wishes in review"][4]
    move_wish(community_id=side.code, wish_id=wish_id, move="withdraw", reason=why, by=by)
    for role in side.staff:
        if ROLES[role].is_office:
            sheets(side, side.actor(role))


def a_view(side: Side) -> None:
    """A view that the whole office sees, called by what somebody typed."""
    canary, by = side.canaries, side.actor("secretary")
    view = keep_view(
        community_id=side.code,
        of="wishes",
        query={"state": "review"},
        name=canary.name("SavedView.name", "秦"),
        shared=True,
        by=by,
    )
    side.things["view_id"] = view.pk


def sheets(side: Side, by: Actor) -> None:
    """A roster and a register read and not yet confirmed, as whoever is asking uploaded them."""
    canary = side.canaries
    seen = {"roster": may_import_roster(by, side.code), "wishes": may_collect(by, side.code)}
    for kind in (kind for kind, may in seen.items() if may.allowed):
        if kind == "roster":
            headings = ["姓名", "工作单位", "手机号"]
            cells = [canary.name("SheetImport.rows: name on a roster", "罗"), "教育局"]
            cells.append(canary.phone("SheetImport.rows: phone on a roster"))
        else:
            headings = ["户主姓名", "困难类别", "微心愿", "联系电话", "住址", "家庭情况", "说法"]
            cells = [canary.name("SheetImport.rows: name in a register", "郑"), "低保户", "一床棉被"]
            cells.append(canary.phone("SheetImport.rows: phone in a register"))
            cells.append(canary.address("SheetImport.rows: address in a register"))
            cells.append(canary.text("SheetImport.rows: note in a register"))
            cells.append(canary.text("SheetImport.rows: said"))
        rows = [SheetRow(2, tuple(headings)), SheetRow(3, tuple(cells))]
        kept = keep_sheet(community_id=side.code, kind=kind, name=canary.text("SheetImport.name"), rows=rows, by=by)
        begin(community_id=side.code, sheet_id=kept.pk, by=by)
        side.things[f"{kind} sheet of {by.key}"] = kept.pk


def programs(side: Side) -> None:
    """A program that is let in, and an address that is told what happens."""
    secretary = side.actor()
    made = make_token(community_id=side.code, name="街道系统", permissions=["desk.open"], by=secretary)
    mark, _line, _host = side.canaries.email("Webhook.url").partition("@")
    webhook = add_webhook(community_id=side.code, url=f"https://hooks.example.cn/{mark}", by=secretary)
    webhook.secret = side.canaries.text("Webhook.secret")
    webhook.save()
    side.things |= {"token_id": made.token.pk, "webhook_id": webhook.pk}
