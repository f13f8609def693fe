"""What happened, in words: each app registers the labels of its own verbs in `apps.ready()`; rows keep the codes."""

from collections.abc import Mapping

_verbs: dict[str, object] = {}


def register_verbs(labels: Mapping[str, object]) -> None:
    """The (lazy) label of each verb. Raises ValueError when a verb has another label already."""
    for verb, label in labels.items():
        if _verbs.setdefault(verb, label) != label:
            raise ValueError(f"two labels for the verb {verb}")


def label_of(verb: str) -> object:
    """The label in the reader's language; of an unknown verb its code."""
    return _verbs.get(verb, verb)


def known_verbs() -> frozenset[str]:
    """The codes of everything that can happen."""
    return frozenset(_verbs)
