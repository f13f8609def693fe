"""Small typography: a number and its unit stay on one line."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_TOGETHER = re.compile(r"\d+月\d+日(?: 周[一二三四五六日])?|\d+(?:[.:–-]\d+)* ?[一-鿿]")


@register.filter
def together(value: str) -> SafeString:
    """Keeps `2个` and `12月8日` unbroken, without a character in the text that somebody copies."""
    kept = _TOGETHER.sub(r'<span class="nowrap">\g<0></span>', conditional_escape(value))
    return mark_safe(kept)  # noqa: S308  # -- escaped above; only our own span comes in
