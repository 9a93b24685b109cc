"""What a study has found: tables of trials, the model, predictions, exports."""

from __future__ import annotations

import threading
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cotune.errors import UserError
from cotune.model.event import ModelReady
from cotune.model.gate import Card, Grant
from cotune.model.profile import TableProfile
from cotune.model.reliance import Reliance
from cotune.model.trial import TrialRow
from cotune.model.words import ExportKind
from cotune.study.handle import Handle
from cotune.study.hints import as_seconds
from cotune.study.no_model import no_model
from cotune.study.placing import check_export_file_place, check_folder_place, writing
from cotune.study.predicting import predictions, probabilities
from cotune.study.present_model import ModelSoFar, present_model
from cotune.study.report import report
from cotune.study.tables import front_frame, importance_frame, leaderboard_frame, trials_frame, weights_frame

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from cotune_runtime import TableModel

    Array = np.ndarray[Any, Any]


class Results(Handle):
    """The reading half of a study; nothing here changes anything."""

    @property
    def cards(self) -> tuple[Card, ...]:
        """What waits for a human's yes or no, oldest first."""
        return self.view.cards

    @property
    def grants(self) -> tuple[Grant, ...]:
        """The standing permissions in force, each with what is left of its budget."""
        return tuple(g for g in self.view.grants if not g.revoked)

    @property
    def best(self) -> TrialRow | None:
        """The best trial of the present run so far."""
        return self.view.best()

    @property
    def profile(self) -> TableProfile:
        """What is known of the table: kinds, missing values, levels of its columns."""
        from cotune.data import read_profile

        return read_profile(self._folder.data)

    def trials(self) -> pd.DataFrame:
        """All trials; the first columns are trial, status, score, family, origin, seconds. Higher scores are better."""
        return trials_frame(self.view)

    def leaderboard(self) -> pd.DataFrame:
        """The finished trials of the present run, best first, next to a model that only guesses."""
        return leaderboard_frame(self.view)

    def importance(self) -> pd.DataFrame:
        """Which settings matter in the present run, and how much of their ranges was tried.

        A row for each family's settings, and one for the choice of family (`setting` is "family"). `importance` is the
        share of the differences in score that it explains by itself, by a functional ANOVA of the searcher's forest;
        four of five of its trees say `low` to `high`; NaN with too few scored `trials`. `covered` counts fifths of a
        range. `study.view.insight` holds it all, the share of the space explored included. A run looks anew when
        half as many trials again have finished, and when it ends.

        Raises:
            UserError: nothing is known yet.
        """
        if self.view.insight is None:
            raise UserError(
                f"study '{self.name}' has nothing to tell of its settings yet",
                fix="a run looks at them from its twentieth trial on, and when it has ended",
            )
        return importance_frame(self.view.insight)

    def column_importance(self, seconds: float = 10.0) -> pd.DataFrame:
        """Which columns the model relies on: `column`, `importance` and `noise`, most important first.

        `importance` is how much the score drops when the column's values are shuffled, in units of the metric, on rows
        that the models predicting them have not learned from; `noise` is its standard error over folds. Columns that
        say the same share it: each is missed less while the other is there. A process of its own reads the models, and
        then measures for up to `seconds`, at least 1; with more columns than that suffices for the table is shorter.

        Raises:
            UserError: there is no model yet, it was made of no trial, `seconds` is too few, or the process failed.
        """
        return weights_frame(self.reliance(threading.Event(), seconds).weights)

    def reliance(self, stopped: threading.Event, seconds: float = 10.0) -> Reliance:
        """What `column_importance` tells, with the model that it is of; setting `stopped` ends it with a UserError."""
        seconds = as_seconds(seconds, "seconds", least=1.0)
        from cotune.study.columns import measured_columns

        return measured_columns(lambda: self.view, self._folder, seconds, stopped)

    def keeps_models_of(self, trial: int) -> bool:
        """Whether the fitted models of a trial are on disk: without them `use` can't make it the model.

        The best 24 of a run keep theirs, the best of each family, and what `pareto` lists, as far as 2 GB suffice.
        """
        return self._folder.fold_models(trial).exists()

    def pareto(self) -> pd.DataFrame:
        """The trials of the present run that are worth their prediction time or size, cheapest first.

        Each scores better, beyond noise, than every cheaper one. `model` marks the one that the model is made of;
        `study.use(trial)` chooses another.

        Raises:
            UserError: the search has one objective.
        """
        return front_frame(self.view)

    def model(self) -> TableModel:
        """The model of the present run: it has `predict`, and `predict_proba` for classes.

        Until the run has made one it is the best trial so far; a `ModelSoFar` warning says so, here and wherever such a
        model is used or written.

        Raises:
            UserError: there is no model; the message tells why, and what would bring one.
        """
        return self._handed_out()

    def predict(self, X: pd.DataFrame | str | Path) -> Array:
        """Predict the target of each row of a table, with the columns of the study's table in any order.

        Raises:
            UserError: no model yet, or a column is missing.
        """
        return predictions(self._handed_out(), X)

    def predict_proba(self, X: pd.DataFrame | str | Path) -> Array:
        """Class probabilities, shape (rows, classes), in the order of `study.model().classes_`.

        Raises:
            UserError: no model yet, a column is missing, or the target is a number.
        """
        return probabilities(self._handed_out(), X)

    def report(self) -> str:
        """What was searched and found, as Markdown."""
        return report(self.view)

    def export(self, kind: ExportKind, path: str | Path) -> Path:
        """Write the model to `path` so that it runs without cotune; returns what was written.

        A model holds values of the table: levels of categories, words of texts, with some families whole rows. The
        README of a folder says which. An earlier export is replaced, nothing else is.

        Raises:
            UserError: no model yet, an unknown kind, nothing can be written there, or it holds something else.
        """
        from cotune.deliver import export_model

        place = Path(path)
        if kind == "folder":
            check_folder_place(place)
        else:
            check_export_file_place(place if place.suffix else Path(f"{place}.{kind}"))
        with writing(place):
            written: Path = export_model(self._handed_out(), place, kind)
        return written

    def _handed_out(self) -> TableModel:
        """The present model; whoever called its caller is warned of one that a better trial will replace."""
        ready, model = self._present()
        if ready != self.view.model:
            warnings.warn(f"this model is {ready.message}", ModelSoFar, stacklevel=3)
        return model

    def _present(self) -> tuple[ModelReady, TableModel]:
        """Raises UserError when there is none. A trial's file may go while it is opened: then a better one is there."""
        from cotune.deliver import load_model

        while (ready := present_model(self.view)) is not None:
            try:
                return ready, load_model(self.path / ready.file)
            except UserError:
                newer = present_model(self.view)
                if newer is not None and newer.file == ready.file:
                    raise
        raise no_model(self.view)
