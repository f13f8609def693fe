"""What a browser asks for to keep the house as an app."""

import json
import re

import pytest
from django.test import Client

from tests.frontend.build import DIST


@pytest.mark.parametrize(("language", "name"), [("zh-hans", "邻里"), ("en", "Linli")])
def test_manifest_speaks_the_language_in_its_address(language: str, name: str) -> None:
    answer = Client().get(f"/manifest.{language}.webmanifest")

    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (answer.json()["name"], answer.json()["start_url"], answer.json()["scope"]) == (name, "/", "/")
    for icon in answer.json()["icons"]:
        assert (DIST / icon["src"].removeprefix("/static/dist/")).exists()


@pytest.mark.django_db
def test_language_that_the_house_does_not_speak_has_none() -> None:
    assert Client().get("/manifest.fr.webmanifest").status_code == 404


def test_worker_is_asked_for_anew_and_serves_the_whole_house() -> None:
    answer = Client().get("/sw.js")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"


def test_worker_keeps_what_was_built_and_nothing_else() -> None:
    script = Client().get("/sw.js").content.decode()
    kept = json.loads(re.findall(r"\[\"/static/dist/[^\]]+\]", script)[0])

    assert "__ASSETS__" not in script
    assert "__VERSION__" not in script
    assert {path.removeprefix("/static/dist/") for path in kept} == {
        path.relative_to(DIST).as_posix()
        for path in [*DIST.glob("assets/*"), DIST / "error.css"]
        if path.suffix not in {".br", ".gz"}
    }


def test_page_for_when_there_is_no_network_is_in_both_languages_and_about_nobody() -> None:
    page = Client().get("/offline").content.decode()

    assert "现在没有网络" in page
    assert "There is no network" in page
    assert "csrf" not in page
