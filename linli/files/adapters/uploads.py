"""A request's files, held in memory while it lasts: the file that was handed in is never on disk."""

import io
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST_OF_A_REQUEST = 16 * 1024 * 1024


class InMemoryUploads(FileUploadHandler):
    """Keeps up to 16 MB for each request. A larger file comes without its content but with its size, so that forms say
    that it is too large.
    """

    kept = 0

    def new_file(self, *args: Any, **more: Any) -> None:
        super().new_file(*args, **more)
        self.content = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.kept += len(raw_data)
        if self.kept <= MOST_OF_A_REQUEST:
            self.content.write(raw_data)
        else:
            self.content = io.BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.content.seek(0)
        return InMemoryUploadedFile(
            file=self.content,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )
