"""The gallery of all components, for whoever works on the look."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state it knows, with invented content."""
    return render(request, "portal/gallery.html")
