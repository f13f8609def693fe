"""The official list of divisions and what their codes say. Plain Python, no models."""
