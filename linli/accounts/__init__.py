"""Users, roles as data, sign-in by phone and one-time code."""
