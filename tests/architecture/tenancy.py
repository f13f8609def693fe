"""Whether an SQL statement names the tenant of every tenant table in it (stack, rule 2).

A table is bound when, where the statement's conditions all hold, its `community_id` equals something given, lies in a
list or a range, or equals the `community_id` of a table that is bound.
"""

from collections.abc import Collection, Iterator, Mapping

import sqlglot
from sqlglot import exp

TENANT = "community_id"
_RANGE = (exp.GT, exp.GTE, exp.LT, exp.LTE)


def judge(statements: Mapping[str, str], tables: Collection[str]) -> Iterator[str]:
    """A sentence for each statement that leaves a table of `tables` unbound. `statements`: SQL to its first test."""
    for sql, test in sorted(statements.items()):
        if any(table in sql for table in tables):
            for table in unbound(sql, tables):
                yield f"{table} in {sql} (first in {test})"


def unbound(sql: str, tables: Collection[str]) -> list[str]:
    """Names of the tenant tables that `sql` reads or changes without naming their tenant."""
    tree = sqlglot.parse_one(sql.replace("%s", "?"), dialect="postgres")
    found: list[str] = []
    for scope in tree.find_all(exp.Select, exp.Update, exp.Delete):
        found += _unbound_in(scope, tables)
    return found


def _own_tables(scope: exp.Expression) -> list[exp.Table]:
    """The tables this SELECT, UPDATE or DELETE stands on itself, without those of its subqueries."""
    own = []
    for table in scope.find_all(exp.Table):
        holder = table.find_ancestor(exp.Select, exp.Update, exp.Delete, exp.Insert)
        if holder is scope and not isinstance(table.parent, exp.Schema):
            own.append(table)
    return own


def _conditions(scope: exp.Expression) -> list[exp.Expression]:
    """What must hold for a row: WHERE, and ON of each join, as the parts of their conjunction."""
    parts: list[exp.Expression] = []
    where = scope.args.get("where")
    if where is not None:
        parts += _conjuncts(where.this)
    for join in scope.find_all(exp.Join):
        if join.find_ancestor(exp.Select, exp.Update, exp.Delete) is scope and join.args.get("on") is not None:
            parts += _conjuncts(join.args["on"])
    return parts


def _conjuncts(condition: exp.Expression) -> list[exp.Expression]:
    condition = condition.unnest()
    if isinstance(condition, exp.And):
        return _conjuncts(condition.left) + _conjuncts(condition.right)
    return [condition]


def _is_tenant(column: exp.Expression) -> bool:
    return isinstance(column, exp.Column) and column.name == TENANT


def _bound_by(condition: exp.Expression, alone: str) -> set[str]:
    """Aliases whose tenant is given by `condition`; `alone` is the alias of a column that names none."""
    if isinstance(condition, exp.Or):
        return _bound_by_all(condition.left, alone) & _bound_by_all(condition.right, alone)
    if isinstance(condition, (exp.EQ, exp.Between, exp.In, *_RANGE)):
        for column, other in ((condition.this, condition.expression), (condition.expression, condition.this)):
            if column is not None and _is_tenant(column) and not (other is not None and _is_tenant(other)):
                return {column.table or alone}
    return set()


def _bound_by_all(condition: exp.Expression, alone: str) -> set[str]:
    return set().union(*(_bound_by(part, alone) for part in _conjuncts(condition)))


def _links(conditions: list[exp.Expression], alone: str) -> Iterator[tuple[str, str]]:
    """Pairs of aliases whose tenants are equal."""
    for condition in conditions:
        if isinstance(condition, exp.EQ) and _is_tenant(condition.left) and _is_tenant(condition.right):
            yield condition.left.table or alone, condition.right.table or alone


def _outer_aliases(scope: exp.Expression, tables: Collection[str]) -> set[str]:
    """Aliases of the statements around this one, which answer for themselves."""
    outer: set[str] = set()
    around = scope.find_ancestor(exp.Select, exp.Update, exp.Delete)
    while around is not None:
        outer |= {table.alias_or_name for table in _own_tables(around)}
        around = around.find_ancestor(exp.Select, exp.Update, exp.Delete)
    return outer


def _unbound_in(scope: exp.Expression, tables: Collection[str]) -> list[str]:
    own = {table.alias_or_name: table.name for table in _own_tables(scope)}
    tenant = {alias for alias, name in own.items() if name in tables}
    if not tenant:
        return []
    alone = next(iter(own)) if len(own) == 1 else ""
    conditions = _conditions(scope)
    bound = _outer_aliases(scope, tables) - set(own)
    for condition in conditions:
        bound |= _bound_by(condition, alone)
    links = list(_links(conditions, alone))
    for _ in links:
        for one, other in links:
            if one in bound or other in bound:
                bound |= {one, other}
    return [own[alias] for alias in sorted(tenant - bound)]
