"""What a run of two families has learned of its space."""

from cotune.model.insight import FamilyInsight, Importance, SearchInsight, SettingInsight

KNOWN = SearchInsight(
    run=1,
    trials=60,
    scored=58,
    explored=0.213,
    choice_of_family=Importance(share=0.62, low=0.41, high=0.7),
    families=(
        FamilyInsight(
            family="xgboost",
            trials=45,
            scored=45,
            explored=0.4,
            settings=(
                SettingInsight(name="max_depth", covered=1.0, importance=Importance(share=0.12, low=0.0, high=0.25)),
                SettingInsight(name="learning_rate", covered=0.8, importance=Importance(share=0.31, low=0.2, high=0.4)),
            ),
        ),
        FamilyInsight(
            family="linear",
            trials=13,
            scored=13,
            explored=0.1,
            settings=(SettingInsight(name="strength", covered=0.6),),
        ),
        FamilyInsight(family="svm", trials=0, scored=0, explored=0.0, settings=()),
    ),
)
