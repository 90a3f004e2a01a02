import type { ClassificationReport } from "@despliega/trainer/report/report-data.js";
import { evaluate } from "./evaluate.js";
import { shapes } from "./shapes.js";
import { scored } from "./scored.js";

const evaluation = evaluate(scored(40_000));

/** An invented report, complete and of the size of a real one. */
export const sample: ClassificationReport = {
  model: "riesgo",
  question: "Will this user's next loan go bad?",
  words: { observations: "loans", positive: "go bad", negative: "are repaid" },
  inputs: [
    {
      name: "historical_loans.csv",
      rows: 777_123,
      rejected: 12,
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      bytes: 91_234_567,
    },
  ],
  asOf: "2022-01-01",
  training: { from: "2016-01-04", to: "2020-11-30", observations: 160_000, positives: 2_411 },
  test: {
    from: "2020-12-01",
    to: "2021-12-31",
    observations: evaluation.observations,
    positives: evaluation.positives,
  },
  features: [
    {
      name: "nb_previous_loans",
      description: "Loans before this one",
      range: [0, 59],
      mean: 10.4213,
      missing: 0,
    },
    {
      name: "avg_amount_loans_previous",
      description: "Mean amount of the loans before this one",
      range: [100.2, 12_345.678],
      mean: 136.4468,
      missing: 7_291,
    },
    {
      name: "age",
      description: "Completed years at the time of the loan",
      range: [20, 69],
      mean: 43.28,
      missing: 0,
    },
    {
      name: "years_on_the_job",
      description: "Completed years in the present job",
      range: [0, 47],
      mean: 7.312,
      missing: 28_114,
    },
    {
      name: "flag_own_car",
      description: "1 for the owner of a car, otherwise 0",
      range: [0, 1],
      mean: 0.3796,
      missing: 0,
    },
  ],
  coefficients: [
    { feature: "nb_previous_loans", estimate: -0.3121, standardError: 0.0281 },
    { feature: "avg_amount_loans_previous", estimate: 0.5248, standardError: 0.0197 },
    { feature: "age", estimate: -0.4082, standardError: 0.0252 },
    { feature: "years_on_the_job", estimate: -0.2207, standardError: 0.0313 },
    { feature: "flag_own_car", estimate: 0.0311, standardError: 0.0221 },
  ],
  evaluation,
  quality: [
    {
      name: "historical_loans.csv",
      kept: 1_000,
      causes: [
        { column: "age", reason: "not an INTEGER", rows: 7 },
        { column: "", reason: "too few fields", rows: 5 },
      ],
      repeated: 3,
      columns: [
        { name: "id", type: "integer", missing: 0, isConstant: false, range: [1, 99_999] },
        { name: "country", type: "text", missing: 250, isConstant: true },
        {
          name: "day",
          type: "date",
          missing: 0,
          isConstant: false,
          range: ["2016-01-04", "2021-12-31"],
        },
        { name: "mass", type: "integer", missing: 0, isConstant: false, range: [2_000, 6_300] },
        { name: "since", type: "integer", missing: 0, isConstant: false, range: [1_982, 2_016] },
        { name: "spare", type: "number", missing: 1_000, isConstant: false },
      ],
    },
  ],
  isSensitive: false,
  shapes,
  dependence: [],
  certainty: {
    intervals: { level: 0.95, metrics: { roc_auc: [0.6912, 0.7355], precision: [0.0312, 0.0498] } },
    cases: { roc_auc: evaluation.positives, accuracy: evaluation.observations },
  },
  floors: [{ rule: "ROC-AUC at least", passed: true, value: 0.7134, bound: 0.65 }],
  parameters: {
    as_of: "2022-01-01",
    ridge: 1,
    test_share: 0.2,
    class_weight: null,
    max_rejected: 0.01,
  },
};
