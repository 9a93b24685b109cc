"""One configuration that a person wants tried: `try xgboost with depth 3 and a learning rate of 0.1`."""

from __future__ import annotations

import re
from typing import Any

from cotune.agent.planner.families import MARK, TREES, families_in
from cotune.agent.planner.text import Phrase
from cotune.model.words import Family

SETTINGS: tuple[tuple[str, dict[str, tuple[Family, ...]]], ...] = (
    (
        r"(?:max(?:imum|imal)? ?_? )?depth|deep|levels|tiefe|profondeur|profundidad",
        {"max_depth": ("xgboost", "decision_tree")},
    ),
    (
        r"learning ?(?:_ )?rate|lr|eta|lernrate|taux d' apprentissage",
        {"learning_rate": ("xgboost", "hist_gradient_boosting", "mlp")},
    ),
    (
        r"trees?|estimators|n _ estimators|baume\w*|arbres|arboles",
        {"n_estimators": ("random_forest", "extra_trees")},
    ),
    (
        r"(?:max ?_? )?leaves|(?:max _ )?leaf ?_? nodes|blatter\w*|feuilles|hojas",
        {"max_leaf_nodes": ("hist_gradient_boosting",)},
    ),
    (
        r"(?:min(?:imum)? ?_? )?(?:samples|rows) (?:_ |per |in (?:a |each )?)?leaf",
        {"min_samples_leaf": ("hist_gradient_boosting", "random_forest", "extra_trees", "decision_tree")},
    ),
    (
        r"(?:n _ )?neighbou?rs|k|nachbarn|voisins|vecinos",
        {"n_neighbors": ("knn",)},
    ),
    (r"c", {"C": ("svm",)}),
    (r"(?:hidden )?layers?|schichten|couches|capas", {"layers": ("mlp",)}),
    (r"width|units|neurons|neuronen|neurones|neuronas", {"width": ("mlp",)}),
    (r"subsample", {"subsample": ("xgboost",)}),
    (r"alpha", {"alpha": ("mlp", "naive_bayes"), "reg_alpha": ("xgboost",)}),
    (r"lambda", {"reg_lambda": ("xgboost",)}),
)
"""How people call a setting, and what it is called in each family that has it."""

_NUMBER = r"\d+(?:\.\d+)?(?: e - ?\d+)?"
_BETWEEN = r"(?: (?:of|=|:|is|at|to|equal|equals|only|von|de|a))*"
TRY = re.compile(
    r" (?:try|test|run|evaluate|fit|queue|enqueue|give|what about|how about|probier\w*|teste\w*|versuch\w*|essaie\w*"
    r"|essaye\w*|prueba|proba\w*) "
)


def wanted_trial(phrase: Phrase) -> dict[str, Any] | None:
    """Family and settings of the one configuration that the words want tried; None where they name no setting of it."""
    return trial_in(phrase) if TRY.search(phrase.text) else None


def trial_in(phrase: Phrase) -> dict[str, Any] | None:
    """The one family that the words name, with the settings that they give it; None without either."""
    families = {of[0] for m in MARK.finditer(_without_counts(phrase)) for of in [families_in(m.group())] if of}
    if len(families) != 1:
        return None
    (family,) = families
    params = settings_of(family, phrase)
    return {"family": family, "params": params} if params else None


def settings_of(family: Family, phrase: Phrase) -> dict[str, float | int]:
    """The settings of a family that the words give a number for."""
    found: dict[str, float | int] = {}
    text = _without_counts(phrase)
    for pattern, names in SETTINGS:
        name = next((n for n, families in names.items() if family in families), None)
        match = re.search(rf" (?:{pattern}){_BETWEEN} (?P<a>{_NUMBER})(?= )| (?P<b>{_NUMBER}) (?:{pattern})(?= )", text)
        if name is not None and match is not None:
            found[name] = _number(match.group("a") or match.group("b"))
    return found


def _without_counts(phrase: Phrase) -> str:
    """The phrase with a word where a number of trees was taken for a family."""
    return re.sub(rf"(?<= )(\d+) {TREES}(?= )", r"\1 trees", phrase.text)


def _number(text: str) -> float | int:
    value = float(text.replace(" ", ""))
    return int(value) if value.is_integer() else value
