"""How people say things: wishes, chain messages, claims. Plain Python, no Django, no database."""
