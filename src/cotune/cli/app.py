"""The table of commands."""

from __future__ import annotations

import typer

from cotune.cli import acting, doctor, evaluating, keys, looking, run, steering, taking
from cotune.cli.outcome import tell

app = typer.Typer(
    name="cotune",
    help="Human-in-the-loop AutoML: search for a model of a table, watch it, steer it, take the model away.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

for command in (
    run.run,
    looking.plan,
    looking.list_,
    looking.show,
    looking.columns,
    looking.sent,
    acting.cards,
    acting.approve,
    acting.reject,
    acting.stop_turn,
    acting.retry,
    acting.limit_agent,
    acting.grant,
    acting.grants,
    acting.revoke,
    acting.share,
    acting.agent_model,
    acting.probe,
    acting.cluster,
    acting.pause,
    acting.resume,
    acting.stop,
    acting.extend,
    steering.steer,
    steering.unsteer,
    steering.try_,
    steering.ban,
    steering.unban,
    steering.autonomy,
    acting.use,
    acting.unseal,
    taking.predict,
    taking.export,
    taking.rm,
    evaluating.eval_agent,
    doctor.doctor,
):
    app.command(command.__name__.rstrip("_").replace("_", "-"))(command)
app.add_typer(keys.key, name="key")


def _print_version(wanted: bool) -> None:
    if wanted:
        import cotune

        tell(f"cotune {cotune.__version__}")
        raise typer.Exit


@app.callback()
def _global_options(
    version: bool = typer.Option(
        False, "--version", help="Print the version and leave.", is_eager=True, callback=_print_version
    ),
) -> None:
    """Options that need no command."""
