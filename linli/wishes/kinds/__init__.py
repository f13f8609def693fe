"""Kinds of things as data."""
