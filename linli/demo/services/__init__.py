"""The demo's days, played through the services that an office uses, each step at its own moment."""
