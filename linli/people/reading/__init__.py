"""How names are written. Plain Python, no Django, no database."""
