"""What speaks to a running server as people's phones do."""
