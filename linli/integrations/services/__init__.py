from linli.integrations.services.tokens import Made, end_token, make_token, note_use
from linli.integrations.services.webhooks import add_webhook, end_webhook, resume_webhook

__all__ = ["Made", "add_webhook", "end_token", "end_webhook", "make_token", "note_use", "resume_webhook"]
