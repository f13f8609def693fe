"""SQLite as an office's database: writers queue before BEGIN, nothing acknowledged is lost at a power cut."""
