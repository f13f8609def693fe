"""Plain Python about pictures: drawing one anew, and sealing one under a key of its own."""
