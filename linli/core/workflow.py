"""One table of moves for each thing that has a life: states, moves, who may make them. Plain data, checked at
import."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from linli.core.errors import Conflict


@dataclass(frozen=True, slots=True)
class Move:
    """A named step from any of `sources` to `target`, made by whoever holds one of the `who` permissions.

    `who` may also name the claimant ("claimant") or the platform ("system"), which are no permissions of a role.
    """

    name: str
    sources: frozenset[str]
    target: str
    who: frozenset[str]
    label: object = ""

    def __init__(self, name: str, sources: Iterable[str], target: str, who: Iterable[str], label: object = "") -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "sources", frozenset(sources))
        object.__setattr__(self, "target", target)
        object.__setattr__(self, "who", frozenset(who))
        object.__setattr__(self, "label", label)


class Workflow:
    """The whole life of one thing. `states` maps each state's code to its label, the first being where life begins.

    Raises ValueError when a move names an unknown state, a name is used twice, or a state cannot be reached.
    """

    def __init__(self, name: str, states: Mapping[str, object], moves: Iterable[Move]) -> None:
        self.name = name
        self.states = dict(states)
        self.initial = next(iter(self.states))
        self.moves: dict[str, Move] = {}
        for move in moves:
            if move.name in self.moves:
                raise ValueError(f"{name}: the move {move.name} stands twice")
            if unknown := (move.sources | {move.target}) - set(self.states):
                raise ValueError(f"{name}: the move {move.name} names unknown states {sorted(unknown)}")
            self.moves[move.name] = move
        if lost := set(self.states) - self._reachable():
            raise ValueError(f"{name}: nothing leads to {sorted(lost)}")

    def _reachable(self) -> set[str]:
        found = {self.initial}
        while more := {m.target for m in self.moves.values() if m.sources & found} - found:
            found |= more
        return found

    def __getitem__(self, name: str) -> Move:
        return self.moves[name]

    def may(self, name: str, state: str) -> bool:
        """Whether the move can be made from this state at all."""
        return state in self.moves[name].sources

    def target(self, name: str, state: str) -> str:
        """The state after the move. Raises `Conflict` where the state does not allow it."""
        if not self.may(name, state):
            raise Conflict(f"{self.name}: {name} is not possible from {state}")
        return self.moves[name].target

    def choices(self) -> list[tuple[str, object]]:
        """For a model field."""
        return list(self.states.items())

    def mermaid(self) -> str:
        """The diagram shown in the documentation, generated so that it cannot differ from what runs."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for move in self.moves.values():
            lines += [
                f"    {source} --> {move.target}: {move.name}" for source in self.states if source in move.sources
            ]
        return "\n".join(lines)
