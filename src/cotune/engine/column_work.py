"""Which columns a model relies on, measured in a process of its own."""

from __future__ import annotations

from pathlib import Path

from cotune.deliver.final import read_model
from cotune.deliver.permutation import column_importance
from cotune.engine.arguments import ColumnsArguments, ColumnsMeasured
from cotune.engine.tables import run_table
from cotune.store.folder import StudyFolder


def measure_columns(args: ColumnsArguments) -> ColumnsMeasured:
    """Read the model and the fold models of its members, and shuffle one column after another."""
    folder = StudyFolder(Path(args.folder))
    members = [(member.weight, folder.fold_models(member.trial)) for member in args.members]
    found = column_importance(read_model(Path(args.file)), members, run_table(args), args.seconds)
    return ColumnsMeasured(weights=tuple(found))
