"""`%cotune` and `%%cotune`. Both return at once; no cell ever waits for a click."""

from __future__ import annotations

from typing import Any

from IPython.core.magic import Magics, line_cell_magic, magics_class

from cotune.errors import UserError, closest
from cotune.ui.magic_commands import ALONE, COMMANDS, selected_study, words_of
from cotune.ui.show import panel, remember

OPTIONS = ("name", "model", "target")


@magics_class
class CotuneMagics(Magics):
    """Turns lines into calls on the selected study."""

    @line_cell_magic
    def cotune(self, line: str, cell: str | None = None) -> object:
        """`%cotune help` lists what can be said."""
        if cell is not None:
            return self._goal(line, cell)
        command, _, rest = line.strip().partition(" ")
        if not command:
            return panel()
        if command not in COMMANDS:
            near = closest(command, COMMANDS)
            raise UserError(f"there is no '%cotune {command}'", fix=f"try {' or '.join(near) or '%cotune help'}")
        if rest.strip() and command in ALONE:
            fix = f"%cotune {command} stands alone and is about the selected study; %cotune open NAME selects one"
            raise UserError(f"'%cotune {line.strip()}' is not understood", fix=fix)
        return COMMANDS[command](rest.strip())

    def _goal(self, line: str, cell: str) -> object:
        """A new study of the named table, or a word to the selected one."""
        words = words_of(line)
        options = dict(word.split("=", 1) for word in words if "=" in word)
        tables = [word for word in words if "=" not in word]
        unknown = [name for name in options if name not in OPTIONS]
        if unknown or len(tables) > 1 or (options and not tables):
            fix = "%%cotune TABLE [name=...] [model=...] for a new study, %%cotune alone for the selected one"
            raise UserError(f"'%%cotune {line}' is not understood", fix=fix)
        if not tables:
            study = selected_study()
            study.say(cell.strip())
            return study
        return self._create(tables[0], cell.strip(), options)

    def _create(self, table: str, goal: str, options: dict[str, str]) -> object:
        import cotune

        variables = self.shell.user_ns if self.shell is not None else {}
        if table not in variables:
            raise UserError(f"there is no variable '{table}' in this notebook", fix="load the table in a cell first")
        name, model, target = (options.get(field) for field in OPTIONS)
        study = cotune.create(variables[table], goal, name=name, model=model, target=target)
        remember(study)
        return study


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext cotune`."""
    shell.register_magics(CotuneMagics)
