"""The answer to "may this person do this?", with the reason a refused person reads."""

from dataclasses import dataclass

from linli.core.errors import Refused


@dataclass(frozen=True, slots=True)
class Decision:
    """`allowed`, and where not, the reason in words. Services enforce it; templates show the reason.

    It has no truth value of its own: `if may_claim(...)` would be true for a refusal too, so asking raises.
    """

    allowed: bool
    reason: object = ""

    def __bool__(self) -> bool:
        raise TypeError("ask .allowed or call .enforce()")

    def enforce(self) -> None:
        """Raise `Refused` with the reason unless allowed."""
        if not self.allowed:
            raise Refused(self.reason)


ALLOWED = Decision(allowed=True)


def refuse(reason: object) -> Decision:
    """A refusal; `reason` may be a lazy translation."""
    return Decision(allowed=False, reason=reason)
