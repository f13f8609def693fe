"""Pictures from the one sprite that the front end's build collects: Lucide's icons, and the lantern of a wish."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_vite.core.asset_loader import DjangoViteAssetLoader

SPRITE = "src/sprite.svg"

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon by its name at Lucide. It is silent to screen readers: a word always stands beside it.

    The build collects the names it finds written out in templates and in Python: `{% icon "phone" %}`, `icon="phone"`.
    """
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', _sprite(), name)


@register.simple_tag
def lantern(state: str, size: str = "") -> SafeString:
    """The lantern of a wish in one of its states: open, partly (shared, and not full), offered, held, checking,
    received, delivered, confirmed.

    `size="large"` for the one lantern of a page. The word of the state always stands beside it.
    """
    extra = f" lantern-{size}" if size else ""
    return format_html(
        '<svg class="lantern lantern-{}{}" aria-hidden="true"><use href="{}#lantern"></use></svg>',
        state,
        extra,
        _sprite(),
    )


@lru_cache(maxsize=1)
def _sprite() -> str:
    return DjangoViteAssetLoader.instance().generate_vite_asset_url(SPRITE)
