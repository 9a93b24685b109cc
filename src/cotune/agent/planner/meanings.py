"""What the words of a search mean, for those who ask: metrics, families, and what the panel and the cards speak of."""

from __future__ import annotations

import re

from cotune.agent.planner.families import MARK, families_in
from cotune.agent.planner.followup import read_words
from cotune.agent.planner.metrics import metric_called
from cotune.model.words import LOWER_IS_BETTER, Family, Metric

_METRICS: dict[Metric, str] = {
    "roc_auc": "ROC AUC is the chance that a random row of the wanted class gets a higher probability than a random "
    "row of the other: one half is guessing, one is perfect. It needs no threshold",
    "average_precision": "Average precision is the area under the precision-recall curve: how pure the list stays "
    "while more and more rows of the wanted class are found. Guessing gets the share of that class",
    "f1": "F1 is the harmonic mean of precision (how many of the alarms are right) and recall (how many of the cases "
    "are found): both must be good",
    "f1_macro": "Macro F1 is F1 of each class by itself, averaged: a rare class counts as much as a common one",
    "balanced_accuracy": "Balanced accuracy is the share found of each class, averaged: a rare class counts as much as "
    "a common one",
    "accuracy": "Accuracy is the share of rows that are classified right. With a rare class it looks good for a model "
    "that never finds it",
    "log_loss": "Log loss punishes wrong probabilities, and sure mistakes most: right for those who use the "
    "probabilities themselves",
    "recall": "Recall is the share of the cases that are found; false alarms cost nothing",
    "precision": "Precision is the share of the alarms that are right; missed cases cost nothing",
    "f2": "F2 is like F1, but missing a case counts more than a false alarm",
    "brier": "The Brier score is the mean squared error of the probabilities",
    "rmse": "RMSE is the root of the mean squared error, in units of the target: large errors count most",
    "mae": "MAE is the mean absolute error, in units of the target: each unit of error counts the same",
    "r2": "R\u00b2 is the share of the target's variance that the predictions explain: one is perfect, and predicting "
    "the mean gets nought",
    "mape": "MAPE is the mean error in per cent of the true value: an error counts more where the value is small",
    "rmsle": "RMSLE is RMSE of the logarithms: it counts by what factor a prediction is off",
    "median_ae": "The median absolute error is the one that half of the rows stay below: a few misses don't matter",
}
_FAMILIES: dict[Family, str] = {
    "xgboost": "XGBoost grows trees one after the other, each on what those before got wrong; the strongest on most "
    "tables, and it can use a GPU.",
    "hist_gradient_boosting": "Hist. gradient boosting is scikit-learn's boosting: trees one after the other, each on "
    "what those before got wrong, with numbers in bins to be fast.",
    "random_forest": "A random forest averages many deep trees, each grown on other rows and columns: robust, and good "
    "without much tuning.",
    "extra_trees": "Extra trees are a forest whose splits are drawn at random: smoother, and often a good partner in a "
    "blend.",
    "linear": "A linear model adds up the columns with a weight each (for classes: logistic regression), with a "
    "penalty against overfitting: quick, and a person can read it.",
    "svm": "Support vectors draw the border with the widest margin, in a space that a kernel bends: good on small "
    "tables of numbers, slow on large ones.",
    "knn": "Nearest neighbours predicts what the most similar rows had: no training, slow to predict.",
    "mlp": "The neural net is a multi-layer perceptron: layers of weighted sums, trained by gradient descent.",
    "naive_bayes": "Naive Bayes multiplies the chances of each column as if they were independent: very fast, a "
    "baseline.",
    "decision_tree": "A decision tree is one chain of yes-or-no questions: a person can read it, but it is rarely the "
    "best.",
}
_TERMS = {
    r"(?:sealed rows|seal|holdout(?: set)?|hold ?-? ?out|test ?(?:set|rows|menge))": "The sealed rows are set aside "
    "before anything is looked at. No trial sees them, so they tell how the model does on new rows. Only you open "
    "them, and each opening is counted.",
    r"(?:cv|cross ?-? ?validation|cross validated score|folds?|kreuzvalidierung|validation croisee|validacion "
    r"cruzada)": "Cross-validation cuts the rows into folds. Each fold is predicted by a model that learned from the "
    "others, and a trial's score is the mean over the folds.",
    r"(?:noise|standard error|\u00b1|\+/-|plus minus)": "Noise is the standard error beside a score: how much the "
    "score would differ on other rows of the same kind. A difference within noise tells nothing.",
    r"(?:trials?|configurations?)": "A trial is one model family with one choice of settings, fitted and scored on "
    "each fold.",
    r"(?:pruned|pruned trials?|given up|racing)": "A pruned trial was given up after its first folds, because they "
    "were behind its family's best beyond their noise. Its score is the one that it would have had.",
    r"(?:smac|bayesian optimi[sz]ation)": "SMAC proposes the settings of trials: a forest learns from the trials so "
    "far which settings go well, and the next trial is where it expects an improvement.",
    r"(?:portfolio|proven settings?)": "The portfolio are settings that went well on many other tables. They are tried "
    "early, after the defaults of the families.",
    r"(?:blend|ensemble|ensembling|blending)": "The blend is the final model: a weighted mean of several good trials. "
    "It is taken where it is better than the best trial alone.",
    r"(?:hyper ?-? ?parameters?)": "Hyperparameters are settings of a model that are chosen before it "
    "learns: the depth of a tree, the strength of a penalty. The search is for them.",
    r"(?:cards?|approval|gate)": "A card shows what would be done, what it costs and which rule asks. Nothing of it is "
    "done before you say yes.",
    r"(?:grants?)": "A grant is time that you allow ahead: searches within it need no card. You can take it back.",
    r"(?:leaks?|leakage|data leakage|leaky columns?|target leakage)": "A leak is a column that knows the answer, such "
    "as one that is filled in afterwards. Scores look great with it, and the model fails on new rows.",
    r"(?:overfitting|overfit|optimism)": "A model overfits when it learns the noise of its rows: it does well on them "
    "and worse on new ones. The sealed rows show how much.",
    r"(?:baseline|dummy)": "The baseline is a model that predicts the same for every row. Whatever isn't better than "
    "it has learned nothing.",
    r"(?:group(?:ed)? split|groups)": "A group split keeps all rows of a group, such as a patient, on one side: so the "
    "score tells how the model does on groups that it never saw.",
    r"(?:time(?:-| - | )?(?:based )?split|forward chaining)": "A time split learns from the past and is scored on what "
    "came after, as in real use.",
    r"(?:decision )?threshold": "The threshold is the probability from which on a row counts as the wanted class. For "
    "metrics that need one it is chosen on rows that the fold left out.",
    r"(?:plateau|converged|convergence)": "The search is on a plateau when a while has passed without an improvement "
    "beyond noise: more time hardly helps.",
    r"(?:importance|explored)": "A setting's importance is the share of the differences in score that it explains by "
    "itself. Explored is the share of all pairs of settings that were tried together.",
}
_TERM = tuple((re.compile(pattern), text) for pattern, text in _TERMS.items())
_ARTICLE = r"(?:(?:a|an|1|the|these|this|those|your|word|words|term|der|die|das|le|la|les|l'|un|une|el|los) )*"
_ASKED = re.compile(
    rf" (?:¿ )?(?:(?:and|but|sorry|ok|so|hi|hello|please|can you|could you|und|et|y|also) |, )*"
    rf"(?:what (?:does|do|is|are|'s|was|were)|what's|whats|define|explain|how (?:does|do)"
    rf"|was (?:heisst|bedeutet|ist|sind|bedeuten)|erklar\w*|que (?:signifie|veut dire|significa|es|son)"
    rf"|qu' est - ce que(?: c' est que)?|c' est quoi|explique)(?: (?:me|to me|mir|moi|mean by|meant by|you mean by))? "
    rf"{_ARTICLE}(?P<what>.+?)(?: (?:mean|means|meant|stand for|stands for|measure|do|work|works|exactly|here|again"
    rf"|please|eigentlich|for a layman|in (?:plain|simple|other) (?:words|english|terms)))*(?: [?.!])* "
)


def meaning_asked_for(text: str) -> str:
    """The meaning of the word that a text asks for and is all about; empty where it asks for something else."""
    asked = _ASKED.fullmatch(read_words(text).text)
    return meaning_of(asked.group("what")) if asked else ""


def meaning_of(what: str) -> str:
    """The meaning of a metric, a family or a term; empty for other words."""
    metric = metric_called(what)
    if metric is not None:
        return f"{_METRICS[metric]}; {'lower' if metric in LOWER_IS_BETTER else 'higher'} is better."
    if MARK.fullmatch(what):
        return " ".join(_FAMILIES[family] for family in families_in(what)[:2])
    return next((text for pattern, text in _TERM if pattern.fullmatch(what)), "")
