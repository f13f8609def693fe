"""The command `linli`: everything an office's machine is asked to do, each part with an example in its help."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from linli.config import env
from linli.config.console import language, say
from linli.config.processes import run_together

app = typer.Typer(
    name="linli",
    help=say("Linli: neighbourhood work as one closed loop."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
imports = typer.Typer(help=say("Read a sheet: wishes or the roster of party members."), no_args_is_help=True)
app.add_typer(imports, name="import")

EXAMPLE = say("Example:")
Community = Annotated[str, typer.Option("--community", help=say("The community's 12-digit division code."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=say("Read and check only, write nothing."))]
Json = Annotated[bool, typer.Option("--json", help=say("Print JSON for other programs."))]
Columns = Annotated[
    str, typer.Option("--columns", help=say("Which column is which, where the headings do not say: 姓名=B,心愿=想要的"))
]
Sheet = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=say("The sheet: .xlsx, .xls, .ods or .csv."))]


def example(text: str, command: str) -> str:
    """Help text with its example."""
    return f"{say(text)}\n\n{EXAMPLE} {command}"


def django_command(*arguments: str) -> NoReturn:
    """Run one of Django's commands in this process and leave with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django  # noqa: PLC0415  # -- costs half a second, which --help and serve need not pay
    from django.core.management import execute_from_command_line  # noqa: PLC0415  # -- the same
    from django.utils import translation  # noqa: PLC0415  # -- the same

    django.setup()
    translation.activate(language())
    execute_from_command_line(["linli", *arguments])
    raise typer.Exit(0)


def flags(**given: bool) -> list[str]:
    """The names of the switches that are on, as arguments."""
    return [f"--{name.replace('_', '-')}" for name, on in given.items() if on]


def options(**given: str | int | None) -> list[str]:
    """The options that have a value, as arguments."""
    return [f"--{name.replace('_', '-')}={value}" for name, value in given.items() if value not in {None, ""}]


@app.command(help=example("Start web server and worker; Ctrl-C stops both.", "linli serve --host 0.0.0.0 --port 80"))
def serve(
    host: Annotated[str, typer.Option(help=say("Address to listen on. Default: LINLI_HOST."))] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help=say("Port to listen on. Default: PORT."))] = 0,
    no_worker: Annotated[bool, typer.Option("--no-worker", help=say("The worker runs elsewhere."))] = False,
) -> None:
    settings = env.current()
    os.environ["LINLI_HOST"] = host = host or settings.host
    os.environ["PORT"] = str(port or settings.port)
    python = [sys.executable, "-m"]
    if code := subprocess.call([*python, "linli.config.starting"]):
        raise typer.Exit(code)
    commands = [[*python, "linli.config.web", host, os.environ["PORT"]]]
    if not no_worker:
        commands.append([*python, "linli.config.worker"])
    raise typer.Exit(run_together(commands))


@app.command(help=example("Start the worker alone, where web servers run with --no-worker.", "linli worker"))
def worker() -> None:
    command = [sys.executable, "-m", "linli.config.worker"]
    os.execv(sys.executable, command)  # noqa: S606  # -- this interpreter, no shell


@app.command(
    help=example(
        "Open a community and name its secretary; asks for what is not given.",
        "linli init --community 610102003002 --secretary 张三 --phone 13800000000",
    )
)
def init(
    community: Annotated[str, typer.Option(help=say("The community's 12-digit division code."))] = "",
    secretary: Annotated[str, typer.Option(help=say("Name of the secretary."))] = "",
    phone: Annotated[str, typer.Option(help=say("Mobile phone of the secretary."))] = "",
) -> None:
    django_command("init", *options(community=community, secretary=secretary, phone=phone))


@app.command(
    help=example(
        "Load the demo with invented people; --live lets thirty of them claim.", "linli demo --live --speed 60"
    )
)
def demo(
    live: Annotated[
        bool, typer.Option("--live", help=say("Open a fresh campaign and let thirty people claim over HTTP."))
    ] = False,
    speed: Annotated[int, typer.Option(min=1, help=say("How many times faster than on that day."))] = 60,
    url: Annotated[str, typer.Option(help=say("Where the server answers. Default: its public address."))] = "",
    reset: Annotated[bool, typer.Option("--reset", help=say("Throw the demo's data away first."))] = False,
    yes: Annotated[bool, typer.Option("--yes", help=say("Do not ask before throwing away."))] = False,
) -> None:
    os.environ["LINLI_DEMO"] = "1"
    django_command("demo", *flags(live=live, reset=reset, yes=yes), *(options(speed=speed, url=url) if live else []))


@imports.command(
    "wishes",
    help=example(
        "Read a wish sheet: wishes arrive ready to publish, and the same sheet again changes nothing. With "
        "errors nothing is imported and the exit code is 1. In the JSON, households and wishes are what the "
        "sheet holds, unchanged is how many of the wishes were here already.",
        "linli import wishes 心愿登记表.xlsx --community 610102003002 --dry-run",
    ),
)
def import_wishes(
    file: Sheet, community: Community, columns: Columns = "", dry_run: DryRun = False, as_json: Json = False
) -> None:
    given = [f"--community={community}", *options(columns=columns), *flags(dry_run=dry_run, json=as_json)]
    django_command("import_wishes", str(file), *given)


@imports.command(
    "roster",
    help=example(
        "Read the roster of party members: a changed phone or employer is written over, who is missing from "
        "the sheet is told and stays. With errors nothing is imported and the exit code is 1.",
        "linli import roster 名册.xlsx --community 610102003002",
    ),
)
def import_roster(
    file: Sheet, community: Community, columns: Columns = "", dry_run: DryRun = False, as_json: Json = False
) -> None:
    given = [f"--community={community}", *options(columns=columns), *flags(dry_run=dry_run, json=as_json)]
    django_command("import_roster", str(file), *given)


@app.command(
    "parse-wishes",
    help=example("Split what people say into wishes.", 'echo "两个书包、一条围巾" | linli parse-wishes --json'),
)
def parse_wishes(
    file: Annotated[str, typer.Argument(help=say("A text file, or - for what is typed or piped in."))] = "-",
    as_json: Json = False,
) -> None:
    django_command("parse_wishes", file, *flags(json=as_json))


@app.command(
    "check-draw",
    help=example(
        "Repeat a published draw and say what is wrong with it; the exit code is 1 where it does not hold.",
        "linli check-draw draw-0123456789AB.json --seal 5f3c…",
    ),
)
def check_draw(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=say("The file from the draw's page."))],
    seal: Annotated[str, typer.Option("--seal", help=say("The seal of the number, from the group's message."))] = "",
    list_seal: Annotated[
        str, typer.Option("--list-seal", help=say("The seal of the list, from the page before the draw."))
    ] = "",
) -> None:
    django_command("check_draw", str(file), *options(seal=seal, list_seal=list_seal))


@app.command(help=example("Say what is set and what is missing, in sentences.", "linli doctor"))
def doctor() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django  # noqa: PLC0415  # -- costs half a second, which --help and serve need not pay

    django.setup()
    from linli.config.doctor import main as examine  # noqa: PLC0415  # -- needs Django set up

    raise typer.Exit(examine())


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []},
    help=example("Django's own commands.", "linli manage migrate"),
)
def manage(context: typer.Context) -> None:
    if context.args in ([], ["--help"]):
        print(context.get_help())
        return
    django_command(*context.args)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
