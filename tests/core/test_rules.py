"""Moves of a thing's life, decisions with reasons, who is asking, and what can go wrong."""

from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy, override

from linli.core.actor import ANONYMOUS, SYSTEM, Actor, Grant, WeakIdentity
from linli.core.decision import ALLOWED, refuse
from linli.core.errors import BadInput, Conflict, LinliError, NotHere, Refused, TooMany, Unavailable
from linli.core.workflow import Move, Workflow

LAMP = Workflow(
    "lamp",
    {"dark": "Dark", "lit": "Lit", "broken": "Broken"},
    [
        Move("light", {"dark"}, "lit", {"worker"}),
        Move("put_out", {"lit"}, "dark", {"worker"}),
        Move("drop", {"dark", "lit"}, "broken", {"system"}),
    ],
)


def test_life_begins_in_its_first_state() -> None:
    assert LAMP.initial == "dark"


@pytest.mark.parametrize("name", ["light", "put_out", "drop"])
@pytest.mark.parametrize("state", ["dark", "lit", "broken"])
def test_move_is_possible_from_its_states_and_no_others(name: str, state: str) -> None:
    possible = {("light", "dark"), ("put_out", "lit"), ("drop", "dark"), ("drop", "lit")}

    assert LAMP.may(name, state) is ((name, state) in possible)
    if (name, state) in possible:
        assert LAMP.target(name, state) == LAMP[name].target
    else:
        with pytest.raises(Conflict):
            LAMP.target(name, state)


@pytest.mark.parametrize(
    "moves",
    [
        [Move("light", {"dark"}, "lit", set()), Move("light", {"lit"}, "dark", set())],
        [Move("light", {"dark"}, "bright", set())],
        [Move("light", {"dim"}, "lit", set())],
        [],
        [Move("put_out", {"lit"}, "dark", set())],
    ],
)
def test_table_with_a_mistake_is_refused(moves: list[Move]) -> None:
    with pytest.raises(ValueError, match="lamp"):
        Workflow("lamp", {"dark": "Dark", "lit": "Lit"}, moves)


def test_diagram_shows_every_move_and_where_life_begins() -> None:
    assert LAMP.mermaid().splitlines() == [
        "stateDiagram-v2",
        "    [*] --> dark",
        "    dark --> lit: light",
        "    lit --> dark: put_out",
        "    dark --> broken: drop",
        "    lit --> broken: drop",
    ]


def test_field_offers_every_state() -> None:
    assert LAMP.choices() == [("dark", "Dark"), ("lit", "Lit"), ("broken", "Broken")]


def test_refusal_says_why_in_the_readers_language() -> None:
    decision = refuse(gettext_lazy("Yes"))
    with pytest.raises(Refused) as refused:
        decision.enforce()
    with override("zh-hans"):
        assert str(refused.value) == "是"
    ALLOWED.enforce()


@pytest.mark.parametrize("decision", [ALLOWED, refuse("no")])
def test_decision_must_be_asked_not_taken_for_true(decision: object) -> None:
    with pytest.raises(TypeError):
        bool(decision)


def test_grant_holds_over_its_range_and_nowhere_else() -> None:
    actor = Actor("user:1", "worker", grants=(Grant("worker", frozenset({"desk.open"}), 100, 199),))

    assert [actor.may("desk.open", place) for place in (99, 100, 199, 200)] == [False, True, True, False]
    assert [actor.works_in(place) for place in (99, 100, 199, 200)] == [False, True, True, False]
    assert not actor.may("roles.grant", 100)
    assert (actor.roles_in(100), actor.roles_in(99)) == (("worker",), ())


def test_platform_may_do_everything_and_nobody_nothing() -> None:
    assert SYSTEM.may("anything.at_all", 140802004008)
    assert not ANONYMOUS.may("desk.open", 140802004008)
    assert not ANONYMOUS.works_in(140802004008)


def test_nobody_is_anonymous_and_everybody_else_is_not() -> None:
    weak = WeakIdentity(140802004008, UUID(int=1), UUID(int=2))

    assert ANONYMOUS.is_anonymous
    assert not Actor("person:1", "claimant", weak=weak).is_anonymous
    assert not Actor("user:1", "claimant", user_id=UUID(int=1)).is_anonymous
    assert not SYSTEM.is_anonymous


def test_key_of_a_session_is_not_shown_when_who_asks_is() -> None:
    assert "secret" not in repr(Actor("user:1", "worker", session="secret"))


def test_each_error_knows_its_page() -> None:
    errors = (LinliError, Refused, NotHere, Conflict, BadInput, TooMany, Unavailable)

    assert [error.status for error in errors] == [400, 403, 404, 409, 422, 429, 503]
    assert str(Conflict("somebody was faster")) == "somebody was faster"
    assert BadInput("wrong", {"phone": ["no number"]}).fields == {"phone": ["no number"]}
    assert BadInput("wrong").fields == {}
    assert TooMany().retry_after == 60
