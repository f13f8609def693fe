"""What apps tell the house."""

import pytest

from linli.core import registry


def test_two_jobs_cannot_have_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "jobs", {})
    registry.job("seal", every=60, run="linli.timeline.tasks.seal")

    registry.job("seal", every=60, run="linli.timeline.tasks.seal")
    with pytest.raises(ValueError, match="seal"):
        registry.job("seal", every=60, run="linli.wishes.tasks.seal")
