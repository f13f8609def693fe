"""The page about workflows says what runs."""

from linli.portal.management.commands.document_workflows import PAGE, page


def test_page_of_workflows_is_the_one_that_would_be_generated_now() -> None:
    assert PAGE.read_text("utf-8") == page(), "run: .venv/bin/linli manage document_workflows"
