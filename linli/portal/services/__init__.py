"""Writes that touch several apps at once."""
