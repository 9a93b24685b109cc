"""English words of the grammar: misspelt words in a goal are mended towards these."""

from __future__ import annotations

from cotune.agent.planner.text import word_set

LEXICON = word_set(
    """
    predict predicting predicted prediction predictions estimate estimated forecast classify classification
    regression target column columns customer customers minute minutes second seconds hour hours trials folds
    cross validation accuracy precision recall balanced average absolute squared percentage error errors score
    metric macro brier calibrated probability probabilities exclude excluding except remove ignore without leave drop
    variable feature features random forest forests gradient boosting neural network networks nearest
    neighbours neighbors logistic linear decision trees tree naive bayes support vector machine models model
    holdout memory workers threads cores seconds graphics interpretable explainable explain understandable simple
    transparent group grouped groups chronological please careful maximum minimum within before after because
    which whether subscribe survive cancel default price income diagnosis quality rentals number count budget
    limit worse alarm missing probably mean time trial than much many with from what will should could would
    amount payment weight vehicle distance duration
    only never nothing every large variance yield harvest temperature consumption salary revenue until together
    """
)

ORDINARY = word_set(
    """
    than then that this them they there their these those with what when where which while will would could
    should have here hear some same such been being were does done made make makes more most must much many
    like just into over under also very well good best rate late date data case cases race race grow grows
    three trees tress free tree fair fare four five text test tests mode modes node note home house hours
    score store stage state scale sale sales male mail main mine time times tome form from farm fort port part
    past cost post most list last fast least limit until unit price prize pride place plate whole while white
    write right light night might sight field model modal medal metal mental rental central class glass mass
    count mount county country grade trade trace track train brain rain gain pain plain plan plane planet
    plant planned first worst worth words world would wound bound found round sound ground group grown trials
    trail people person personal season reason region means meant meat heat seat beat boat goat coat feature
    future figure nature matter better letter later water wafer after alter offer other rather either neither
    whether weather never fever lever level lovely leave leaves learn earn year years near clear dear hear
    heart health wealth month mouth south north worth forth fourth simple sample single signal normal formal
    format metric metrics matric rules roles miles files fields finds minds medical median medium media random
    variances deviation deviations penalty explained
    cores scores stores shores wanted granted rated dated latest oldest lately
    variance accurate decisive predictive
    """
)
