"""Operations for any program: the office it works for, what happened there, how its texts and channels fare."""

from linli.integrations.api.office import router as office
from linli.integrations.api.sending import router as sending

__all__ = ["office", "sending"]
