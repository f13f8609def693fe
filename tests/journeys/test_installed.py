"""Linli kept on a phone's screen: as an app, without a network, and without anybody's page in the browser's caches."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.journeys.visitor import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Visit = Callable[..., Visitor]
KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) {
      const answer = await (await caches.open(name)).match(request);
      found[name + " " + new URL(request.url).pathname] = await answer.text();
    }
  }
  return found;
}"""
READY = (
    "async () => { await navigator.serviceWorker.ready; return (await navigator.serviceWorker.ready).active.scriptURL }"
)
CONTROLLED = "() => navigator.serviceWorker.controller !== null"
PAGES = ("", "households/", "wishes/", "campaigns/", "claims/", "outgoing/", "roster/", "staff/", "wishes/import")


@pytest.fixture
def worker(visit: Visit, town: dict[str, Any]) -> Visitor:
    """A secretary's phone whose browser has the service worker."""
    phone = visit(session=town["secretary"]["session"])
    phone.go(f"/desk/{town['community']}/")
    phone.page.evaluate(READY)
    phone.page.wait_for_function(CONTROLLED)
    return phone


def kept(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(KEPT)
    return found


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "邻里"), ("en", "Linli")])
def test_browser_finds_nothing_that_keeps_it_from_being_installed(
    worker: Visitor, town: dict[str, Any], language: str, name: str
) -> None:
    worker.context.add_cookies([{"name": "linli_lang", "value": language, "url": worker.url}])
    worker.go(f"/desk/{town['community']}/")
    browser = worker.context.new_cdp_session(worker.page)
    told = browser.send("Page.getAppManifest")
    assert told["errors"] == []
    wrong = browser.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # a test's browser forgets all when it is closed, which is what private windows do
    assert {error["errorId"] for error in wrong} <= {"in-incognito"}

    manifest = worker.context.request.get(told["url"]).json()
    assert (manifest["name"], manifest["lang"], manifest["display"]) == (name, language, "standalone")
    for icon in manifest["icons"]:
        picture = Image.open(io.BytesIO(worker.context.request.get(icon["src"]).body()))
        assert f"{picture.width}x{picture.height}" == icon["sizes"]
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_without_a_network_it_says_so_in_plain_words(worker: Visitor, town: dict[str, Any]) -> None:
    worker.context.set_offline(True)
    worker.go(f"/desk/{town['community']}/households/")
    assert worker.heading() == "现在没有网络"
    worker.context.set_offline(False)
    worker.press("再试一次")
    assert worker.heading() != "现在没有网络"
    worker.troubles.clear()


def test_no_page_about_anybody_is_kept(worker: Visitor, town: dict[str, Any]) -> None:
    read = ""
    for path in PAGES:
        worker.go(f"/desk/{town['community']}/{path}")
        read += worker.text()
    worker.go(f"/desk/{town['community']}/wishes/new")
    worker.go(f"/c/{town['campaigns']['open']['code']}")
    held = kept(worker.page)
    names = [person["name"] for person in town["people"]] + [person["phone"] for person in town["people"]]
    pages = {where for where in held if "/static/dist/" not in where}

    assert len(held) > 8
    assert {where.split(" ")[1] for where in pages} == {"/offline", f"/desk/{town['community']}/wishes/new"}
    assert [name for name in names if any(name in text for text in held.values())] == []
    assert "户号" in read
    assert [where for where, text in held.items() if "户号 0" in text] == []


def test_browser_without_workers_misses_nothing(visit: Visit, town: dict[str, Any]) -> None:
    """WeChat's has none."""
    phone = visit(session=town["secretary"]["session"])
    phone.context.add_init_script("delete Navigator.prototype.serviceWorker")
    phone.go(f"/desk/{town['community']}/")
    assert phone.page.evaluate("'serviceWorker' in navigator") is False


def test_people_who_claim_are_not_made_to_load_it(visit: Visit, town: dict[str, Any]) -> None:
    phone = visit()
    phone.go(f"/c/{town['campaigns']['open']['code']}")
    assert phone.page.locator("link[rel=manifest]").count() == 0
    assert phone.page.evaluate("async () => (await navigator.serviceWorker.getRegistrations()).length") == 0


def test_doorstep_form_opens_without_a_network_as_long_as_one_is_signed_in(
    worker: Visitor, town: dict[str, Any]
) -> None:
    """The last one here: it ends the session."""
    doorstep = f"/desk/{town['community']}/wishes/new"
    worker.go(doorstep)
    worker.context.set_offline(True)
    worker.go(doorstep)
    assert worker.page.get_by_label("户主").is_visible()
    worker.context.set_offline(False)
    worker.go(f"/desk/{town['community']}/")
    worker.page.locator(".desk-me > summary").click()
    worker.press("退出登录")
    assert [where for where in kept(worker.page) if "wishes/new" in where] == []
    worker.context.set_offline(True)
    worker.go(doorstep)
    assert worker.heading() == "现在没有网络"
    worker.troubles.clear()
