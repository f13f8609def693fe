"""The look, measured from its tokens: contrast in every theme, the measures of phones and of care mode."""

import pytest

from tests.frontend.tokens import CARE, DARK_ASKED_FOR, DARK_CHOSEN, LIGHT, PRINT, blocks, contrast, luminance, theme

THEMES = {
    "light": (LIGHT,),
    "care": (LIGHT, CARE),
    "dark": (LIGHT, DARK_CHOSEN),
    "dark care": (LIGHT, CARE, DARK_CHOSEN),
    "print": (LIGHT, PRINT),
}
READ_ON = {
    "--ink": ("--paper", "--card", "--wash", "--sand", "--indigo-soft", "--bamboo-soft", "--ochre-soft", "--lamp-soft"),
    "--muted": ("--paper", "--card", "--wash", "--sand"),
    "--vermilion": ("--paper", "--card", "--vermilion-soft"),
    "--on-vermilion": ("--vermilion-fill", "--vermilion-deep"),
    "--on-lamp": ("--lamp",),
    "--bamboo": ("--paper", "--card", "--bamboo-soft"),
    "--indigo": ("--paper", "--card", "--wash", "--indigo-soft", "--ochre-soft"),
    "--ochre": ("--paper", "--card", "--lamp-soft", "--ochre-soft"),
    "--paper": ("--ink",),
}
PAIRS = [(text, ground) for text, grounds in READ_ON.items() for ground in grounds]


@pytest.mark.parametrize("name", THEMES)
def test_every_text_can_be_read(name: str) -> None:
    colours = theme(*THEMES[name])
    found = {f"{text} on {ground}": contrast(colours[text], colours[ground]) for text, ground in PAIRS}

    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", THEMES)
def test_the_edge_of_a_field_can_be_seen(name: str) -> None:
    colours = theme(*THEMES[name])

    assert contrast(colours["--edge"], colours["--card"]) >= 3
    assert contrast(colours["--edge"], colours["--paper"]) >= 3


@pytest.mark.parametrize(
    ("token", "ratio"),
    [("--ink", 14.9), ("--vermilion", 6.2), ("--bamboo", 5.8), ("--indigo", 7.9), ("--ochre", 6.4)],
)
def test_the_colours_on_paper_are_as_the_design_measured_them(token: str, ratio: float) -> None:
    colours = theme(LIGHT)

    assert contrast(colours[token], colours["--paper"]) == pytest.approx(ratio, abs=0.06)


def test_dark_looks_the_same_asked_for_by_the_device_or_chosen() -> None:
    found = blocks()

    assert found[DARK_ASKED_FOR] == found[DARK_CHOSEN]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_an_open_lantern_is_dark_red_never_white_or_grey(name: str) -> None:
    """A white lantern means mourning."""
    colours = theme(*THEMES[name])
    for part in ("--lantern-open-body", "--lantern-open-side"):
        red, green, blue = (int(colours[part][at : at + 2], 16) for at in (1, 3, 5))
        assert red > 2 * max(green, blue)
        assert luminance(colours[part]) < 0.15


def test_a_lit_lantern_is_brighter_than_a_claimed_one_and_that_than_an_open_one() -> None:
    colours = theme(LIGHT)
    brightest = [colours["--lantern-open-body"], colours["--lantern-warm-body"], colours["--lantern-lit-heart"]]

    assert [luminance(colour) for colour in brightest] == sorted(luminance(colour) for colour in brightest)


def pixels(value: str) -> float:
    return float(value.removesuffix("px")) if value.endswith("px") else 16 * float(value.removesuffix("rem"))


def test_phone_measures() -> None:
    """WeUI's measures (interface.md)."""
    tokens = theme(LIGHT)

    assert pixels(tokens["--tap"]) >= 48
    assert pixels(tokens["--cell"]) >= 56
    assert pixels(tokens["--target"]) >= 44
    assert pixels(tokens["--size-m"]) == 17
    assert float(tokens["--leading"]) >= 1.5


def test_care_mode_measures() -> None:
    tokens = theme(LIGHT, CARE)

    assert pixels(tokens["--size-m"]) == 22
    assert pixels(tokens["--tap"]) >= 56
    sizes = [name for name in blocks()[LIGHT] if name.startswith("--size-")]
    assert all(pixels(tokens[name]) > pixels(blocks()[LIGHT][name]) for name in sizes)


def test_themes_only_give_other_values_to_names_that_exist() -> None:
    found = blocks()
    known = set(found[LIGHT])

    assert {name for tokens in found.values() for name in tokens} - known == set()
