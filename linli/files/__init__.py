"""Pictures that people hand in: drawn anew, sealed, and shown by their owners only."""
