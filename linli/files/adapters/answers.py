"""A picture as an answer, and inside a page."""

import base64

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

from linli.files.queries import Shown

JPEG = "image/jpeg"


def picture_answer(shown: Shown, name: str, *, for_seconds: int = 0) -> HttpResponse:
    """The bytes, for the asker's own browser only, which may keep them for so long. `name`: what it is called when
    saved, ours and not the one it was handed in under.
    """
    answer = HttpResponse(shown.content, content_type=JPEG)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.jpg"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(answer, private=True, **({"max_age": for_seconds} if for_seconds else {"no_store": True}))
    return answer


def in_the_page(shown: Shown) -> str:
    """The picture as part of a page: there is no address from which it could be asked for again."""
    return f"data:{JPEG};base64,{base64.b64encode(shown.content).decode()}"
