"""What the demo's own pages show."""
