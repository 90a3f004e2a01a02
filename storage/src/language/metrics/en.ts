/** What every metric is called in English, and what it means. */
export const en = {
  roc_auc: {
    label: "ROC-AUC",
    meaning: "How often a positive scores above a negative; 1 is perfect",
  },
  gini: { label: "Gini", meaning: "Twice the ROC-AUC, less one" },
  ks: { label: "Kolmogorov–Smirnov", meaning: "Widest gap between the classes' cumulative scores" },
  pr_auc: { label: "PR-AUC", meaning: "Average precision over all recalls" },
  log_loss: {
    label: "Log-loss",
    meaning: "Mean penalty for the probability given to what happened; lower is better",
  },
  brier: {
    label: "Brier score",
    meaning: "Mean squared error of the probability; lower is better",
  },
  calibration_slope: {
    label: "Calibration slope",
    meaning: "1 where probabilities are as sure as they should be; below 1 too sure",
  },
  calibration_intercept: {
    label: "Calibration intercept",
    meaning: "0 where probabilities are right on average; above 0 too low",
  },
  precision: { label: "Precision", meaning: "Positives among the flagged" },
  recall: { label: "Recall", meaning: "Flagged among the positives" },
  f1: { label: "F1", meaning: "Harmonic mean of precision and recall" },
  accuracy: { label: "Accuracy", meaning: "Right answers; says little where one class is rare" },
  balanced_accuracy: {
    label: "Balanced accuracy",
    meaning: "Mean of the right answers' share in each class",
  },
  r2: { label: "R²", meaning: "Share of the variation that the answers explain; 1 is perfect" },
  mae: { label: "MAE", meaning: "Mean distance from answer to truth; lower is better" },
  rmse: {
    label: "RMSE",
    meaning: "The same with large errors counting more: root of the mean square; lower is better",
  },
  mape: {
    label: "MAPE",
    meaning: "Mean distance as a share of the truth, where that is not 0; lower is better",
  },
  bias: { label: "Bias", meaning: "Mean of answer less truth; above 0 the answers are too high" },
  log_r2: {
    label: "R² of the logarithm",
    meaning: "Share of the variation explained on the model's own scale",
  },
  log_mae: {
    label: "MAE of the logarithm",
    meaning: "Mean distance on the model's own scale; 0.1 is about 10%",
  },
  log_rmse: { label: "RMSE of the logarithm", meaning: "The same with large errors counting more" },
} as const;
