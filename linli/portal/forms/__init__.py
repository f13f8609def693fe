"""Forms of the desk and of the first start."""
