"""Which community each file of journeys has for itself. The codes are official; the people are invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Town:
    """`members` on the roster; `wishes` in an open campaign with this `cap`, one wish in a `single` one, `ready` ones
    in none; campaigns in all `phases`, one of them `soon` to open, in seconds. `staff`: the roles that somebody holds.
    """

    code: int
    members: int = 0
    wishes: int = 0
    single: bool = False
    cap: int | None = None
    ready: int = 0
    phases: bool = False
    soon: int = 3600
    staff: tuple[str, ...] = ()


TOWNS = {
    "office": Town(140802004008),
    "phone": Town(140802004001, members=8, wishes=12, cap=3, single=True),
    "wall": Town(140802004002, members=4, wishes=4, single=True, phases=True, soon=25),
    "counter": Town(140802004004, members=8, wishes=12),
    "doorstep": Town(140802004005, members=0),
    "collecting": Town(140802001005),
    "habits": Town(140802004007, members=4, wishes=4, ready=4),
    "paper": Town(140802004200, members=4, wishes=45),
    "installed": Town(140802004203, members=4, wishes=4),
    "account": Town(140802004204),
    "offline": Town(140802001003),
    "sheets": Town(140802002001),
    "lists": Town(140802002002),
    "stranger": Town(140802004205, members=3, wishes=4),
    "frame": Town(140802001001),
    "waiting": Town(140802004206, members=4, wishes=4),
    "draw": Town(140802006001, members=4, ready=3),
    "campaign_life": Town(140802004207, members=3, wishes=4, phases=True),
    "roles": Town(
        140802005029,
        members=8,
        wishes=12,
        cap=3,
        ready=6,
        staff=("director", "civil_affairs", "worker", "grid_worker"),
    ),
    "passkeys": Town(140802001004),
    "lock": Town(140802001002),
}
"""By the name of the file, without `test_`."""
