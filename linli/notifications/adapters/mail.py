"""E-mail through the installation's mail server."""

import smtplib
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from linli.notifications.adapters.posting import Undelivered


def send_mail(to: str, subject: str, text: str, message: UUID) -> None:
    """Send one e-mail. The same message always has the same id, so that a mail server knows it again.

    Raises `Undelivered`.
    """
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
    headers = {"Message-ID": f"<{message}@{domain}>"}
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise Undelivered("unreachable", again=True) from error
    try:
        EmailMessage(subject, text, to=[to], headers=headers, connection=connection).send()
    except (smtplib.SMTPServerDisconnected, TimeoutError) as error:
        raise Undelivered("no_answer") from error
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise Undelivered("refused", again=not _for_good(error)) from error
    finally:
        connection.close()


def _for_good(error: Exception) -> bool:
    """Whether the server refused with a code above 500: another try would be refused as well."""
    codes = [getattr(error, "smtp_code", 0), *(code for code, _words in getattr(error, "recipients", {}).values())]
    return isinstance(error, ValueError) or any(code >= 500 for code in codes)
