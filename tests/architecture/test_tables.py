"""Every table is known, and lies so that it can be spread over many machines (stack, rule 1)."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils.module_loading import import_string

from linli.core import registry
from linli.places.models import TenantModel
from tests.architecture.sources import APPS

MODELS = [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("linli.")]
TENANT = [model for model in MODELS if issubclass(model, TenantModel)]
LABELS = [model._meta.label for model in TENANT]


def test_every_table_says_what_kind_it_is() -> None:
    assert {model._meta.label for model in MODELS} - set(registry.tables) == set()


def test_tables_of_a_community_are_registered_as_such() -> None:
    told = {label for label, table in registry.tables.items() if table.kind is registry.Kind.TENANT}

    assert told == set(LABELS)


@pytest.mark.parametrize("model", TENANT, ids=LABELS)
def test_every_unique_rule_and_index_of_a_tenant_table_begins_with_the_tenant(model: type[models.Model]) -> None:
    rules: list[Any] = [rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    leading = {rule.name: (list(rule.fields) or [""])[0] for rule in [*rules, *model._meta.indexes]}

    assert {name: field for name, field in leading.items() if field not in {"community_id", "community"}} == {}


@pytest.mark.parametrize("model", TENANT, ids=LABELS)
def test_a_tenant_table_has_no_single_column_rule_of_its_own(model: type[models.Model]) -> None:
    plain = [field for field in model._meta.local_fields if field.remote_field is None and not field.primary_key]
    own = [field.name for field in plain if field.unique or field.db_index]

    assert [name for name in own if name != "community_id"] == []


def test_no_table_counts_its_rows_for_a_key() -> None:
    counting = (models.AutoField, models.BigAutoField, models.SmallAutoField)

    assert [model._meta.label for model in MODELS if isinstance(model._meta.pk, counting)] == []


def test_no_table_is_made_behind_ones_back() -> None:
    assert [model._meta.label for model in MODELS if model._meta.auto_created] == []


def test_deleting_never_reaches_from_one_table_into_another() -> None:
    allowed = {models.PROTECT, models.DO_NOTHING}
    reaching = [
        f"{model._meta.label}.{field.name}"
        for model in MODELS
        for field in model._meta.local_fields
        if field.remote_field is not None and field.remote_field.on_delete not in allowed
    ]

    assert reaching == []


def test_every_job_of_the_worker_can_be_called() -> None:
    for job in registry.jobs.values():
        run = import_string(job.run) if isinstance(job.run, str) else job.run
        assert callable(run)
        assert run.__module__.split(".")[1] in APPS
