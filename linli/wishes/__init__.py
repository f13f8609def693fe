"""Micro-wishes (微心愿): collected, published, claimed."""
