"""The judge of the suite's SQL, judged itself: each shape once bound and once not."""

import pytest

from tests.architecture.tenancy import judge, unbound

TABLES = {"wish", "claim"}

BOUND = [
    'SELECT "wish"."id" FROM "wish" WHERE "wish"."community_id" = %s',
    'SELECT 1 AS "a" FROM "wish" WHERE ("wish"."community_id" IN (%s) AND "wish"."id" = %s) LIMIT 1',
    'SELECT "id" FROM "wish" WHERE "community_id" BETWEEN %s AND %s',
    'SELECT "id" FROM "wish" WHERE "community_id" >= %s AND "community_id" < %s',
    (
        'SELECT w."id" FROM "wish" w INNER JOIN "claim" c'
        ' ON (w."community_id" = c."community_id" AND c."wish_id" = w."id")'
        ' WHERE c."community_id" = %s'
    ),
    (
        'SELECT w."id" FROM "wish" w LEFT OUTER JOIN "claim" c'
        ' ON (w."community_id" = c."community_id" AND c."wish_id" = w."id")'
        ' WHERE w."community_id" = %s'
    ),
    (
        'SELECT w."id" FROM "wish" w WHERE w."community_id" = %s AND EXISTS'
        '(SELECT 1 FROM "claim" c WHERE c."community_id" = w."community_id" AND c."wish_id" = w."id")'
    ),
    'UPDATE "wish" SET "state" = %s WHERE ("wish"."community_id" = %s AND "wish"."id" = %s)',
    'UPDATE "wish" SET "state" = %s WHERE "community_id" = %s RETURNING "id"',
    'DELETE FROM "claim" WHERE "claim"."community_id" = %s',
    'SELECT "id" FROM "wish" WHERE ("community_id" = %s AND "id" > %s) OR ("community_id" = %s AND "state" = %s)',
    'INSERT INTO "wish" ("id", "community_id") VALUES (%s, %s)',
    'INSERT INTO "claim" ("id") SELECT "id" FROM "wish" WHERE "community_id" = %s',
    'SELECT COUNT(*) FROM (SELECT "id" FROM "wish" WHERE "community_id" = %s) subquery',
    'WITH mine AS (SELECT "id" FROM "wish" WHERE "community_id" = %s) SELECT "id" FROM mine',
    'SELECT "id" FROM "users" WHERE "phone" = %s',
    '(SELECT "id" FROM "wish" WHERE "community_id" = %s) UNION ALL (SELECT 1 FROM "claim" WHERE "community_id" = %s)',
]
UNBOUND = [
    ('SELECT "wish"."id" FROM "wish" WHERE "wish"."id" = %s', ["wish"]),
    ('SELECT "community_id" FROM "wish"', ["wish"]),
    (
        'SELECT w."id" FROM "wish" w INNER JOIN "claim" c ON (c."wish_id" = w."id") WHERE w."community_id" = %s',
        ["claim"],
    ),
    ('SELECT w."id" FROM "wish" w INNER JOIN "claim" c ON (c."community_id" = w."community_id")', ["claim", "wish"]),
    (
        'SELECT w."id" FROM "wish" w WHERE w."community_id" = %s AND EXISTS(SELECT 1 FROM "claim" WHERE "id" = %s)',
        ["claim"],
    ),
    ('UPDATE "wish" SET "community_id" = %s WHERE "id" = %s', ["wish"]),
    ('DELETE FROM "claim" WHERE "claim"."id" IN (%s)', ["claim"]),
    ('SELECT "id" FROM "wish" WHERE "community_id" = %s OR "id" = %s', ["wish"]),
    ('SELECT "id" FROM "wish" WHERE NOT ("community_id" = %s)', ["wish"]),
    ('SELECT "id" FROM "wish" WHERE "community_id" <> %s', ["wish"]),
    ('INSERT INTO "claim" ("id") SELECT "id" FROM "wish"', ["wish"]),
    ('SELECT COUNT(*) FROM (SELECT "id" FROM "wish") subquery', ["wish"]),
    ('(SELECT "id" FROM "wish" WHERE "community_id" = %s) UNION ALL (SELECT "id" FROM "claim")', ["claim"]),
    ('WITH mine AS (SELECT "id" FROM "wish") SELECT "id" FROM mine', ["wish"]),
]


@pytest.mark.parametrize("sql", BOUND)
def test_a_statement_that_names_the_tenant_passes(sql: str) -> None:
    assert unbound(sql, TABLES) == []


@pytest.mark.parametrize(("sql", "tables"), UNBOUND)
def test_a_statement_that_does_not_is_found(sql: str, tables: list[str]) -> None:
    assert sorted(unbound(sql, TABLES)) == tables


def test_the_fault_tells_table_statement_and_test() -> None:
    (fault,) = judge({'DELETE FROM "wish"': "tests/wishes/test_services.py::test_x"}, TABLES)

    assert "wish" in fault
    assert "DELETE FROM" in fault
    assert "test_x" in fault
