"""Telling: an outgoing row in the service's own transaction, sent once by the worker or passed on from the desk."""
