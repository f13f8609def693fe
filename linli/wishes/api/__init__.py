"""Wishes, campaigns and claims for other programs, by the same services as the desk's pages."""

from linli.wishes.api.campaigns import router as campaigns
from linli.wishes.api.claims import router as claims
from linli.wishes.api.collecting import router as collecting
from linli.wishes.api.covers import router as covers
from linli.wishes.api.exports import router as exports
from linli.wishes.api.running import router as running
from linli.wishes.api.wishes import router as wishes

__all__ = ["campaigns", "claims", "collecting", "covers", "exports", "running", "wishes"]
