"""What stands before every door: once-only keys, limits, one-time codes, public codes, the worker's pulse."""
