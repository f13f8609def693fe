"""The API does what its OpenAPI document says, whatever it is sent: schemathesis asks the real server."""

import json
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from bench.office import Office
from tests.integrations.test_api_rights import NEEDS

pytestmark = [pytest.mark.slow]
FEW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MANY = int(os.environ.get("DRILL_CASES", "200"))
_addresses = count()
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "howto" / "use-the-api.md"


@pytest.fixture(scope="module")
def office() -> Iterator[Office]:
    with Office(os.environ.get("TEST_DATABASE_URL", ""), settings={"LINLI_WORKERS": "1"}) as running:
        running.seeded = json.loads(running.run("-m", "tests.integrations.seeding"))  # type: ignore[attr-defined]  # -- kept with the office it describes
        running.start()
        yield running


@pytest.fixture(scope="module")
def api_schema(office: Office) -> Any:
    return schemathesis.openapi.from_url(f"{office.url}/api/v1/openapi.json")


@pytest.mark.parametrize("name", NEEDS)
def test_every_answer_is_one_of_those_that_the_document_promises(name: str, api_schema: Any, office: Office) -> None:
    """Schemathesis's own pytest plugin does not know pytest 9.2, so its cases are drawn by Hypothesis here.

    A name of one letter fits the document and is refused in words: that is a rule of the office, no broken promise.
    """
    operation = api_schema.find_operation_by_id(name)
    key = office.seeded["key"]  # type: ignore[attr-defined]  # -- see the fixture

    ask_as_drawn(operation, key, FEW)


@pytest.mark.drill
@pytest.mark.parametrize("name", NEEDS)
def test_the_same_with_many_more_cases(name: str, api_schema: Any, office: Office) -> None:
    key = office.seeded["key"]  # type: ignore[attr-defined]  # -- see the fixture
    ask_as_drawn(api_schema.find_operation_by_id(name), key, settings(FEW, max_examples=MANY, derandomize=False))


def ask_as_drawn(operation: Any, key: str, how: settings) -> None:
    @settings(how)
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        # another address each time, or the wrong keys that are tried as well come to their limit
        place = next(_addresses)
        headers = {"Authorization": f"Bearer {key}", "X-Forwarded-For": f"10.9.{place // 250}.{place % 250 + 1}"}
        case.call_and_validate(headers=headers, excluded_checks=[positive_data_acceptance])

    ask()


def test_the_client_of_the_guide_works(office: Office, tmp_path: Path) -> None:
    """The Python in the guide, as it stands there, against the real server."""
    code = GUIDE.read_text("utf-8").split("```python\n")[1].split("```")[0]
    (tmp_path / "client.py").write_text(code, "utf-8")
    office.environment |= {"LINLI_URL": office.url, "LINLI_KEY": office.seeded["key"]}  # type: ignore[attr-defined]  # -- see the fixture
    said = office.run(str(tmp_path / "client.py")).splitlines()
    assert said[0] == "钟楼社区"
    assert any("书包" in line for line in said)
    assert "2 wishes taken down" in said
