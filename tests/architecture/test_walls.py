"""Who may know whom. The layers themselves are import-linter's, in pyproject.toml; `make check` runs it."""

import tomllib

from tests.architecture.sources import APPS, PACKAGE, ROOT, files, imported, short


def contracts() -> list[dict[str, object]]:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    found: list[dict[str, object]] = linter["contracts"]
    return found


def test_every_app_has_the_layers_inside() -> None:
    (inside,) = (contract for contract in contracts() if str(contract["name"]).startswith("Inside an app"))

    containers: object = inside["containers"]
    assert isinstance(containers, list)
    assert sorted(name.split(".")[1] for name in containers) == APPS


def test_no_contract_has_an_exception() -> None:
    assert [contract["name"] for contract in contracts() if contract.get("ignore_imports")] == []


def test_layers_are_exhaustive() -> None:
    assert [
        contract["name"] for contract in contracts() if contract["type"] == "layers" and not contract.get("exhaustive")
    ] == []


def _within(part: str) -> list[tuple[str, str]]:
    """Pairs of file and imported name, where the name lies in a `part` of an app."""
    return [
        (short(path), f"{short(path)}:{line} {name}")
        for path in files(".py")
        if PACKAGE in path.parents
        for line, name in imported(path)
        if name.startswith("linli.") and part in name.split(".")[2:]
    ]


def test_only_addresses_import_views() -> None:
    assert [where for file, where in _within("views") if not file.endswith("urls.py") and "/views/" not in file] == []


def test_only_views_and_their_forms_import_forms() -> None:
    allowed = ("/views/", "/views.py", "/forms/", "/forms.py")
    assert [where for file, where in _within("forms") if not any(part in file for part in allowed)] == []


def test_workflows_and_readers_are_plain_python() -> None:
    plain = [
        path for path in files(".py") if path.stem == "workflow" or "reading" in path.parts or path.stem == "reading"
    ]
    inside = [path for path in plain if PACKAGE in path.parents and path.relative_to(PACKAGE).parts[0] in APPS]

    assert inside
    assert [short(path) for path in inside for _, name in imported(path) if ".models" in name or ".db" in name] == []


def test_core_has_no_models() -> None:
    assert not (PACKAGE / "core/models.py").exists()


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in files(".py") if PACKAGE in path.parents}

    assert [short(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_every_app_with_pages_has_its_addresses() -> None:
    """`config/urls.py` takes in the addresses of every app that has some."""
    with_views = [
        name for name in APPS if (PACKAGE / name / "views.py").exists() or (PACKAGE / name / "views").is_dir()
    ]

    assert [name for name in with_views if not (PACKAGE / name / "urls.py").exists()] == []
