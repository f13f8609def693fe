"""The worker's ways out of the house: mail server, robots, webhooks, text message services. Each answers in time."""

from linli.notifications.adapters.posting import LONGEST, Undelivered, in_time

__all__ = ["LONGEST", "Undelivered", "in_time"]
