"""Pictures in a folder of this machine: each written whole or not at all, readable by the server's own user only."""

import os
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

from linli.core.ids import new_id


@deconstructible
class FolderStorage(FileSystemStorage):
    """Django's storage in a folder, writing beside the place and moving there when the disk has it."""

    def _save(self, name: str, content: "File[Any]") -> str:
        place = Path(self.path(name))
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = place.with_name(f".{new_id().hex}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(place)
        except OSError:
            draft.unlink(missing_ok=True)
            raise
        return name

    def url(self, name: str | None) -> str:
        raise ValueError("pictures have no address of their own: their owners show them")
