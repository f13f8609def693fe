"""Benchmarks: each prints JSON. Never a timed test, since machines are shared and noisy."""
