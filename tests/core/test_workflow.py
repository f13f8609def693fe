"""One table of moves: what it refuses to be, and what it answers."""

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from linli.core.errors import Conflict
from linli.core.workflow import Move, Workflow

STATES = {"drawn": "Drawn", "built": "Built", "gone": "Gone"}
BUILD = Move("build", {"drawn"}, "built", {"houses.build"}, "Build")
LOSE = Move("lose", {"drawn", "built"}, "gone", {"houses.build", "system"}, "Lose")


@pytest.fixture
def house() -> Workflow:
    return Workflow("house", STATES, [BUILD, LOSE])


def test_life_begins_in_the_first_state(house: Workflow) -> None:
    assert house.initial == "drawn"


@pytest.mark.parametrize(
    ("move", "state", "allowed"),
    [
        ("build", "drawn", True),
        ("build", "built", False),
        ("build", "gone", False),
        ("lose", "drawn", True),
        ("lose", "built", True),
        ("lose", "gone", False),
    ],
)
def test_move_is_possible_from_its_sources_only(house: Workflow, move: str, state: str, allowed: bool) -> None:
    assert house.may(move, state) is allowed
    if allowed:
        assert house.target(move, state) == house[move].target
    else:
        with pytest.raises(Conflict):
            house.target(move, state)


def test_state_that_nobody_knows_allows_nothing(house: Workflow) -> None:
    with pytest.raises(Conflict):
        house.target("build", "sold")


def test_move_that_nobody_knows_is_a_mistake(house: Workflow) -> None:
    for asking in (lambda: house["sell"], lambda: house.may("sell", "drawn"), lambda: house.target("sell", "drawn")):
        with pytest.raises(KeyError):
            asking()


@pytest.mark.parametrize(
    ("states", "moves", "fault"),
    [
        (STATES, [BUILD, LOSE, BUILD], "stands twice"),
        (STATES, [BUILD, LOSE, Move("sell", {"built"}, "sold", {"houses.sell"})], "unknown states"),
        (STATES, [BUILD, LOSE, Move("mend", {"broken"}, "built", {"houses.build"})], "unknown states"),
        (STATES, [BUILD], "nothing leads to"),
        (STATES, [Move("build", {"gone"}, "built", {"x"}), Move("lose", {"built"}, "gone", {"x"})], "nothing leads to"),
    ],
    ids=["a move twice", "to an unknown state", "from an unknown state", "a lost state", "an island"],
)
def test_broken_table_is_found_when_it_is_read(states: dict[str, object], moves: list[Move], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Workflow("house", states, moves)


def test_a_move_cannot_be_changed_while_it_runs(house: Workflow) -> None:
    for name, value in (("target", "gone"), ("who", frozenset({"anybody"})), ("sources", frozenset(STATES))):
        with pytest.raises(FrozenInstanceError):
            setattr(house["build"], name, value)


def test_states_are_told_to_the_model_with_their_words(house: Workflow) -> None:
    assert house.choices() == list(STATES.items())


def test_diagram_has_a_line_for_every_way_a_move_can_go(house: Workflow) -> None:
    lines: list[Any] = [line.strip() for line in house.mermaid().splitlines()]

    assert lines == [
        "stateDiagram-v2",
        "[*] --> drawn",
        "drawn --> built: build",
        "drawn --> gone: lose",
        "built --> gone: lose",
    ]
