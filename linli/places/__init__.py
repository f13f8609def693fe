"""Divisions of China, the communities that use this installation, and the tenant in every SQL."""
