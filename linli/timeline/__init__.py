"""The append-only record of everything that happened, sealed into a hash chain for each community."""
