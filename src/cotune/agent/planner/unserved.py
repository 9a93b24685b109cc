"""Wishes that cotune can't fulfil by itself: the person is told so, with what there is instead, and not passed over."""

from __future__ import annotations

import re

from cotune.agent.planner.followup import CONDITION, read_words

_BETTER = r"(?:improv|better|progress|gain|plateau|converg|stall|flat|verbesser|besser|amelior|mieux|mejor)"
_STOPS = r"(?:stop|quit|halt|end|finish|stopp|beende|hor|arrete|para|deten)"
_ON_ITSELF = (
    rf" {_STOPS}(?: \S+){{0,4}}{CONDITION}(?:[^ .;]+ ){{0,6}}\S*{_BETTER}| early stopping (?!round)",
    "I can't stop by such a rule: it searches until its budget is used or you stop it. Where nothing has improved for "
    "a while and minutes are left, I propose to stop.",
)
_MESSAGE = (
    r" (?:e ?-? ?mail|notify|text|slack|ping|message|alert|call|tell|benachrichtig\w*|let) me (?:\S+ ){0,3}(?:when|once"
    r"|as soon as|sobald|wenn) | (?:sag|gib)(?: mir)? bescheid | previens moi | avisame ",
    "I send no messages: the panel shows when it is done, and study.wait() returns then.",
)
_DEPLOYMENT = (
    r" (?:deploy|(?:put|bring|move) (?:it|this|the model) (?:in|into|to) production"
    r"|(?:build|make|create|set up)(?: me)? (?:a |an |the )?(?:rest )?(?:api|endpoint|dashboard|web ?app|service)) ",
    "I don't deploy: when there is a model, study.export writes it to take away, and it runs without cotune.",
)
_MADE_UP_ROWS = (
    r" (?:smote|(?:over|under|up|down) ?-? ?sampl\w+|synthetic (?:rows|samples|data)) ",
    "I make up no rows and drop none to balance classes: where it helps, the search weighs the classes instead.",
)
_FEATURES = (
    r" (?:pca|feature (?:selection|engineering)|polynomial features|interaction (?:terms|features)) ",
    "I select and build no features by wish: each family prepares its columns as the search finds best, and I can "
    "leave out the columns that you name.",
)
_COLUMN = r"(?:columns?|features?|variables?|factors?|inputs?|predictors?|attributes?|drivers?)"
COLUMNS_THAT_MATTER = (
    "Which columns the model relies on is measured once there is a model: under it in the panel, by "
    "study.column_importance() in the notebook, or by `cotune columns NAME` in a terminal."
)
_COLUMNS_THAT_MATTER = (
    rf" (?:shap|(?:feature|variable|column|permutation) (?:importances?|influence)"
    rf"|(?:which|what)(?: of)?(?: the| these| our| my)? {_COLUMN}(?: \S+){{0,2}} (?:matter\w*|important|drive\w*"
    rf"|influence\w*|count\w*|predictive|relie[ds]|used?|strongest)|(?:most )?important {_COLUMN}|key drivers"
    rf"|what drives|welche (?:spalten|merkmale|variablen|faktoren)|quelles? (?:colonnes?|variables?)"
    rf"|que (?:columnas?|variables?)) ",
    COLUMNS_THAT_MATTER,
)
_DRAWING = (
    r" (?:plot|draw|visuali[sz]e|show me)(?: me)? (?:the |a |an |its |all |some )(?:\S+ ){0,3}(?:curves?|charts?|plots?"
    r"|graphs?|confusion matrix|residuals?|histograms?) ",
    "I draw nothing by wish: the panel shows the course, the trials and each column, and study.model() predicts for "
    "charts of your own.",
)
_ONE_AT_A_TIME = (
    r" (?:single|separate|individual) (?:requests?|predictions?|calls|queries) "
    r"| (?:requests?|predictions?|calls|queries) (?:\S+ ){0,6}?1 (?:after (?:the other|another)|by 1|at a time) ",
    "I hold a limit of prediction time against a row in a batch: one row alone takes longer, and how long is told of "
    "the final model.",
)
_LATER = (
    r" (?:start|begin|launch)(?: \S+){0,3} (?:tomorrow|tonight|later|next week"
    r"|at \d+(?: : \d\d)?(?: ?[ap]m| o'clock)?) ",
    "I can't start later: a search begins when you approve it.",
)
_STAKES = re.compile(
    r" (?:errors?|mistakes?|mistaken\w*|wrong\w*|false|alarms?|miss(?:e[sd]|ing)? (?!values?|data|entries)|overlook\w*"
    r"|slip\w* (?:through|by)|worse|costl\w*|expensive|dear\w*|cheap\w*|forgiv\w*|unforgiv\w*|off by|out by"
    r"|too (?:many|few|high|low|late|early|much|little)|for nothing|in vain|wasted|harm\w*|hurts?|catastroph\w*"
    r"|disast\w*|nobody (?:minds?|cares?|notices)|never mind|(?:matters?|counts?) (?:most|more|as much)|fehler\w*"
    r"|fehlalarm\w*|falsch\w*|ubersehen|verpass\w*|schlimm\w*|teuer\w*|daneben\w*|erreurs?|fausses?|faux|rater?"
    r"|manqu\w*|pire|grave|couteu\w*|se tromp\w*|error(?:es)?|falsas?|falsos?|peor|equivoc\w*|fall(?:o|os|ar)"
    r"|car[oa]s?)(?= )"
)
_STAKES_UNREAD = (
    "You seem to say which errors count, and I read no metric from it, so the usual one stands on the card: name the "
    "one that is meant, or change it there."
)
_WISHES = tuple(
    (re.compile(pattern), answer)
    for pattern, answer in (
        _ON_ITSELF,
        _MESSAGE,
        _DEPLOYMENT,
        _MADE_UP_ROWS,
        _FEATURES,
        _COLUMNS_THAT_MATTER,
        _DRAWING,
        _ONE_AT_A_TIME,
        _LATER,
    )
)
_DENIED = re.compile(r" (?:no|not|never|without|kein\w*|nicht|ohne|pas|sans|sin|avoid|skip) (?:\S+ ){0,3}$")


def asks_for_columns(words: str) -> bool:
    """Whether these words, as the patterns expect them, ask which columns matter: no question of settings."""
    return re.search(_COLUMNS_THAT_MATTER[0], words) is not None


def unserved(text: str) -> str:
    """What to say of wishes in these words that nothing will be done about; empty when there are none."""
    words = read_words(text).text
    found = ((pattern.search(words), answer) for pattern, answer in _WISHES)
    return " ".join(answer for match, answer in found if match and not _DENIED.search(words[: match.start() + 1]))


def stakes_unread(text: str) -> str:
    """What to say of a goal for which no metric was read: something if it speaks of errors; else empty."""
    return _STAKES_UNREAD if _STAKES.search(read_words(text).text) else ""
