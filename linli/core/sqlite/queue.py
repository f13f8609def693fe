"""The queue of writers on one SQLite file: one lock across threads and processes, waited for within a limit.

SQLite's own busy handler sleeps and tries again, so that under load some writers starve (p99 beyond a second). A lock
taken before BEGIN IMMEDIATE is handed on by the kernel as soon as it is free. Threads of one process queue on a lock in
memory first, so that only one of them at a time asks the kernel.
"""

import fcntl
import os
import threading
import time

_in_process: dict[str, threading.Lock] = {}
os.register_at_fork(after_in_child=_in_process.clear)


class QueueTooLong(Exception):
    """Nobody let us in within the limit."""


class _Turn:
    """Waits for the kernel's lock in a thread of its own: `flock` knows no limit, and who polls comes last."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor
        self.mutex = threading.Lock()
        self.granted = threading.Event()
        self.given_up = False

    def _wait(self) -> None:
        fcntl.flock(self.descriptor, fcntl.LOCK_EX)
        with self.mutex:
            if self.given_up:
                os.close(self.descriptor)
            else:
                self.granted.set()

    def came_within(self, seconds: float) -> bool:
        """Whether the lock is ours. If not, the thread closes the descriptor once it is let in."""
        threading.Thread(target=self._wait, name="sqlite-writer-queue", daemon=True).start()
        if self.granted.wait(seconds):
            return True
        with self.mutex:
            self.given_up = not self.granted.is_set()
        return not self.given_up


class WriterQueue:
    """One connection's place in the queue of the file `path`. Not shared between threads, as the connection is not."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.held = False
        self._threads = _in_process.setdefault(path, threading.Lock())
        self._descriptor: int | None = None

    def acquire(self, seconds: float) -> None:
        """Wait for our turn. Raises `QueueTooLong` after `seconds`."""
        if self.held:
            return
        until = time.monotonic() + seconds
        if not self._threads.acquire(timeout=seconds):
            raise QueueTooLong
        try:
            self._acquire_file(max(0.0, until - time.monotonic()))
        except BaseException:
            self._threads.release()
            raise
        self.held = True

    def _acquire_file(self, seconds: float) -> None:
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not _Turn(self._descriptor).came_within(seconds):
                self._descriptor = None
                raise QueueTooLong from None

    def release(self) -> None:
        """Let the next one in. Harmless when the turn is not ours."""
        if not self.held:
            return
        self.held = False
        try:
            if self._descriptor is not None:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def close(self) -> None:
        """Release and forget the file."""
        self.release()
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
