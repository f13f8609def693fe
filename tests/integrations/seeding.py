"""A key of an office with something in it, for those who ask over HTTP: `python -m tests.integrations.seeding`."""

import json

import django


def main() -> None:
    django.setup()
    from linli.core.actor import SYSTEM  # noqa: PLC0415  # -- Django is set up by the line above
    from linli.wishes.services.collecting import WishSaid, collect_wishes  # noqa: PLC0415  # -- as above
    from linli.wishes.services.publishing import prepare_campaign, publish_campaign  # noqa: PLC0415  # -- as above
    from tests.factories.people import BELL_TOWER, family  # noqa: PLC0415  # -- as above
    from tests.factories.wishes import details  # noqa: PLC0415  # -- as above
    from tests.integrations.programs import Program  # noqa: PLC0415  # -- as above

    program, where = Program(), {"community_id": BELL_TOWER, "by": SYSTEM}
    said = [WishSaid(item=item, unit="个") for item in ("书包", "收音机", "字典", "台灯")]
    wishes = collect_wishes(household_id=family().pk, wishes=said, until="ready", **where)
    shown = prepare_campaign(details=details(), wish_ids=[wish.pk for wish in wishes[:2]], **where)
    publish_campaign(campaign_id=shown.pk, **where)
    print(json.dumps({"key": program.secret}))


if __name__ == "__main__":
    main()
