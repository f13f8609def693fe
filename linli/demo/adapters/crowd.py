"""Thirty phones at once, at the page's moments made shorter: each a thread, each with its own luck."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from random import Random

from linli.demo.adapters.phone import NoAnswer, Phone, numbers_on
from linli.demo.kinds.rush import Step

TRIES = 40
"""So often somebody looks for another wish before giving up: as many as there are to be faster at."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one wish to claim. `number` is 0 where nothing was won; `late` counts who was faster."""

    second: float
    name: str
    number: int
    spoken: int
    late: int
    problem: str = ""


@dataclass
class Crowd:
    """`people` are (name, phone) in the order of the roster; `steps` say who of them claims when."""

    site: str
    code: str
    people: Sequence[tuple[str, str]]
    steps: Sequence[Step]
    speed: float

    def rush(self) -> Iterator[Told]:
        """Let everybody claim; what became of each, as it happens."""
        told: SimpleQueue[Told] = SimpleQueue()
        start = time.monotonic()
        threads = [
            threading.Thread(target=self._be, args=(member, start, told), daemon=True)
            for member in sorted({step.member for step in self.steps})
        ]
        for thread in threads:
            thread.start()
        for _step in self.steps:
            yield told.get()
        for thread in threads:
            thread.join()

    def _be(self, member: int, start: float, told: "SimpleQueue[Told]") -> None:
        """One person's claims, one after the other, each when its time has come."""
        name, number = self.people[member]
        phone, luck = Phone(self.site, name, number), Random(member)  # noqa: S311  # -- only which wish one taps first
        for step in self.steps:
            if step.member != member:
                continue
            time.sleep(max(0.0, start + step.second / self.speed - time.monotonic()))
            try:
                outcome, problem = self._take_one(phone, luck), ""
            except (NoAnswer, ValueError) as error:
                # an answer that is no receipt's address counts as none: every step is told, whatever came
                outcome, problem = (0, 0, 0), str(error)
            told.put(Told((time.monotonic() - start) * self.speed, name, *outcome, problem))

    def _take_one(self, phone: Phone, luck: Random) -> tuple[int, int, int]:
        """Look at the wall and tap a wish; when somebody was faster, take another.

        Number, spoken number, how often others were faster. Raises `NoAnswer`, also where no phone should get such an
        answer.
        """
        free = phone.open_numbers(self.code)
        for late in range(TRIES):
            if not free:
                return 0, 0, late
            number = luck.choice(free)
            page = phone.claim(self.code, number)
            if page.status == 303:
                return number, int(page.leads_to.rsplit("/", 1)[1]), late
            if page.status != 409:
                raise NoAnswer(f"HTTP {page.status}")
            free = numbers_on(page.text, self.code) or phone.open_numbers(self.code)
        return 0, 0, TRIES
