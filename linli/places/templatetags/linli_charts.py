"""Drawn figures: the curve of claims, the bar of states. Each has its numbers in words or in a table behind it."""

from collections.abc import Sequence
from typing import Any

from django import template

register = template.Library()

WIDTH, HEIGHT = 400, 132
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 10, 24


@register.inclusion_tag("components/curve.html")
def curve(points: Sequence[dict[str, Any]], label: str, column: str = "", value_column: str = "") -> dict[str, Any]:
    """A rising line over time from points `{"label": "15:13", "value": 4}`, evenly apart, and the table behind it.

    `label` says what is drawn; `column` and `value_column` head the table. Nothing is drawn from fewer than two points.
    """
    top = max((point["value"] for point in points), default=0)
    places = [_place(at, point["value"], len(points), top) for at, point in enumerate(points)]
    line = " ".join(f"{'L' if at else 'M'}{x} {y}" for at, (x, y) in enumerate(places))
    floor = HEIGHT - BOTTOM
    return {
        "points": points,
        "label": label,
        "column": column,
        "value_column": value_column,
        "drawn": len(points) > 1 and top > 0,
        "top": top,
        "line": line,
        "area": f"{line} L{places[-1][0]} {floor} L{LEFT} {floor} Z" if places else "",
        "last": {"x": places[-1][0], "y": places[-1][1]} if places else None,
        "marks": _marks(points, places),
        "frame": {"width": WIDTH, "height": HEIGHT, "left": LEFT, "floor": floor, "right": WIDTH - RIGHT, "top": TOP},
    }


@register.inclusion_tag("components/stat_bar.html")
def stat_bar(label: str, *values: int, total: int = 0) -> dict[str, Any]:
    """One bar of up to three parts (lit, claimed, arrived). `label` says the numbers in words; `total` is the whole."""
    whole = total or sum(values) or 1
    parts, start = [], 0.0
    for at, value in enumerate(values[:3], start=1):
        width = round(100 * value / whole, 2)
        parts.append({"number": at, "start": round(start, 2), "width": width})
        start += width
    return {"label": label, "parts": parts}


def _place(at: int, value: int, count: int, top: int) -> tuple[float, float]:
    across = WIDTH - LEFT - RIGHT
    up = HEIGHT - TOP - BOTTOM
    return round(LEFT + across * at / max(count - 1, 1), 1), round(TOP + up * (1 - value / max(top, 1)), 1)


def _marks(points: Sequence[dict[str, Any]], places: Sequence[tuple[float, float]]) -> list[dict[str, Any]]:
    if len(points) < 2:
        return []
    chosen = ((0, "start"), (len(points) // 2, "middle"), (len(points) - 1, "end"))
    return [{"text": points[at]["label"], "x": places[at][0], "anchor": anchor} for at, anchor in chosen]
