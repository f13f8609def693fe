"""Pages: each function answers one address."""
