"""The house as an app on a phone: its name there, its service worker, the page for when there is no network."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader

from linli.core.errors import NotHere

PAPER = "#fbf8f3"
ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable-512.png", 512, "maskable"))
ASK_AGAIN = "no-cache"
"""Kept by a browser, and asked for each time whether it is still the same."""


@require_safe
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    """What the app is called in this language, and its icons."""
    if language not in dict(settings.LANGUAGES):
        raise NotHere
    with translation.override(language):
        told = {
            "id": "/",
            "name": _("Linli"),
            "short_name": _("Linli"),
            "description": _("Wishes of the neighbourhood"),
            "lang": language,
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "theme_color": PAPER,
            "background_color": PAPER,
            "icons": [_icon(*icon) for icon in ICONS],
        }
    answer = JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = ASK_AGAIN
    return answer


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    source = DjangoViteAssetLoader.instance().generate_vite_asset_url(f"src/icons/{name}")
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker as it was built, at an address from which it may serve the whole house."""
    built = Path(str(settings.DJANGO_VITE["default"]["manifest_path"])).parents[1] / "sw.js"
    if not built.exists():
        raise NotHere
    return HttpResponse(
        built.read_bytes(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": ASK_AGAIN}
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page that the worker keeps: in both languages, and about nobody."""
    answer = render(request, "errors/offline.html")
    answer.headers["Cache-Control"] = ASK_AGAIN
    return answer
