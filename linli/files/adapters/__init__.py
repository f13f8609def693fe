"""The outside: a folder of the machine, a request's body, an answer."""
