"""Whom and what the demo invents, as data."""
