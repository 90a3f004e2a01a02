"""Computes figures of a verdict by scipy, scikit-learn, statsmodels, MLstatkit, Evidently and NannyML."""

import json
import os
import sys
import warnings

os.environ["NML_DISABLE_USAGE_LOGGING"] = "1"
warnings.filterwarnings("ignore")

import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
from scipy import special, stats  # noqa: E402

CHUNK = 10_000


def two_classes(given):
    from sklearn import metrics

    labels, scores, flagged = (np.array(given[name]) for name in ("labels", "scores", "flagged"))
    return {
        "roc_auc": metrics.roc_auc_score(labels, scores),
        "log_loss": metrics.log_loss(labels, scores),
        "brier": metrics.brier_score_loss(labels, scores),
        "accuracy": metrics.accuracy_score(labels, flagged),
        "precision": metrics.precision_score(labels, flagged),
        "recall": metrics.recall_score(labels, flagged),
    }


def several_classes(given):
    from sklearn import metrics

    labels, scores = np.array(given["labels"]), np.array(given["scores"]).T
    return {
        "roc_auc": metrics.roc_auc_score(labels, scores, multi_class="ovr", average="macro"),
        "log_loss": metrics.log_loss(labels, scores),
        "accuracy": metrics.accuracy_score(labels, scores.argmax(axis=1)),
    }


def numbers(given):
    from sklearn import metrics

    labels, answers = np.array(given["labels"]), np.array(given["scores"])
    return {
        "mae": metrics.mean_absolute_error(labels, answers),
        "rmse": metrics.root_mean_squared_error(labels, answers),
        "bias": float(np.mean(answers - labels)),
        "log_mae": metrics.mean_absolute_error(np.log(labels), np.log(answers)),
    }


def delong(given):
    """The variance of a ROC-AUC, from the interval of a published implementation, and of a difference."""
    from MLstatkit import Delong_test

    one, other = given["scores"]
    z, _, ends, _, area, beside, _ = Delong_test(given["labels"], one, other)
    half = (ends[1] - ends[0]) / 2 / stats.norm.ppf(0.975)
    return {"area": area, "deviation": half, "ofDifference": abs((beside - area) / z)}


def calibration(given):
    """Slope and intercept of the logistic recalibration with the errors of clusters, without their small-sample factor."""
    import statsmodels.api as sm

    labels, scores = np.array(given["labels"]), np.array(given["scores"])
    logits = np.log(scores / (1 - scores))
    cluster = {"groups": np.array(given["entities"]), "use_correction": False}
    line = sm.GLM(labels, sm.add_constant(logits), family=sm.families.Binomial())
    shift = sm.GLM(labels, np.ones((len(labels), 1)), offset=logits, family=sm.families.Binomial())
    fitted = [
        model.fit(cov_type="cluster", cov_kwds=cluster, tol=1e-14, maxiter=100) for model in (line, shift)
    ]
    return {
        "slope": [fitted[0].params[1], fitted[0].bse[1]],
        "intercept": [fitted[1].params[0], fitted[1].bse[0]],
    }


def drift(given):
    from evidently.legacy.calculations.stattests.jensenshannon import _jensenshannon
    from evidently.legacy.calculations.stattests.psi import _psi
    from evidently.legacy.core import ColumnType
    from scipy.spatial.distance import jensenshannon

    before, now = (np.array(given[name]) for name in ("before", "now"))
    series = [pd.Series(np.repeat(np.arange(len(counts)), counts)) for counts in (before, now)]
    present = before + now > 0
    chi = stats.chi2_contingency([before[present], now[present]], correction=False)
    ks = stats.ks_2samp(*series, method="asymp").statistic
    size = before.sum() * now.sum() / (before.sum() + now.sum())
    return {
        "psi": _psi(*series, ColumnType.Categorical, 0.1)[0],
        "jensenShannon": jensenshannon(before / before.sum(), now / now.sum()),
        "evidentlyJensenShannon": _jensenshannon(*series, ColumnType.Categorical, 0.1)[0],
        "ks": [ks, special.kolmogorov(ks * np.sqrt(size))],
        "chiSquare": [chi.statistic, chi.pvalue, chi.dof],
    }


def false_findings(given):
    return stats.false_discovery_control(given["p"]).tolist()


def expected(given):
    """NannyML's own example data: the probabilities of each chunk, and what it expects of them."""
    import nannyml
    from nannyml.calibration import NoopCalibrator

    reference, answers, _ = (
        nannyml.load_synthetic_car_loan_dataset()
        if given["classes"] == 2
        else nannyml.load_synthetic_multiclass_classification_dataset()
    )
    if given["classes"] == 2:
        columns = {"y_pred_proba": "y_pred_proba", "y_true": "repaid"}
        wanted = ["roc_auc", "precision", "recall", "accuracy"]
    else:
        names = ["prepaid_card", "highstreet_card", "upmarket_card"]
        columns = {"y_pred_proba": {name: f"y_pred_proba_{name}" for name in names}, "y_true": "y_true"}
        wanted = ["roc_auc"]
    estimator = nannyml.CBPE(
        y_pred="y_pred",
        problem_type="classification_binary" if given["classes"] == 2 else "classification_multiclass",
        metrics=wanted,
        chunk_size=CHUNK,
        calibrator=None if given["calibrated"] else NoopCalibrator(),
        **columns,
    )
    estimator.fit(reference)
    found = estimator.estimate(answers).filter(period="analysis").to_df()
    chunks = []
    for nth in (0, len(found) - 1):
        rows = answers.iloc[nth * CHUNK : (nth + 1) * CHUNK]
        if given["classes"] == 2:
            scores = [rows["y_pred_proba"]]
            if given["calibrated"]:
                scores = [estimator.calibrator.calibrate(scores[0])]
        else:
            scores = [rows[column] for column in columns["y_pred_proba"].values()]
        chunks.append(
            {
                "scores": [np.asarray(each).tolist() for each in scores],
                "figures": {name: float(found[(name, "value")].iloc[nth]) for name in wanted},
            }
        )
    return chunks


KINDS = {
    function.__name__: function
    for function in (
        two_classes,
        several_classes,
        numbers,
        delong,
        calibration,
        drift,
        false_findings,
        expected,
    )
}

asked = json.load(sys.stdin)["asked"]
json.dump([KINDS[each["kind"]](each) for each in asked], sys.stdout)
