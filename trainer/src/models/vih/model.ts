import type { ForestEstimatorOptions } from "../../estimators/options.js";
import type { ModelDefinition } from "../../model/model.js";
import { columns, features } from "./columns.js";

const forest: ForestEstimatorOptions = {
  kind: "forest",
  trees: 300,
  minLeaf: 5,
  maxFeatures: 11,
  sample: 0.6,
  bins: 255,
  classWeights: "balanced",
  seed: 1,
};

/** Is this patient infected? A random forest or a logistic regression over a study's records, about people. */
export const vih: ModelDefinition = {
  name: "vih",
  question: "Is this patient infected?",
  words: { observations: "patients", positive: "are infected", negative: "are not infected" },
  task: "classification",
  inputs: [{ dataset: "patients.csv", table: "patients", columns }],
  sql: new URL("../../../src/models/vih/features.sql", import.meta.url),
  columns: { observation: "row", entity: "pseudonym", label: "infected" },
  features,
  split: { by: "chance", testShare: 0.25 },
  estimators: [forest, { kind: "logistic", ridge: 1, classWeights: "none" }],
  crossValidation: { folds: 5, metric: "roc_auc" },
  search: [
    {
      options: forest,
      vary: {
        minLeaf: { from: 1, to: 20, logarithmic: true, whole: true },
        maxFeatures: { from: 3, to: 22, whole: true },
        sample: { from: 0.4, to: 1 },
        classWeights: { oneOf: ["none", "balanced"] },
      },
    },
    {
      options: { kind: "logistic", ridge: 1, classWeights: "none" },
      vary: {
        ridge: { from: 0.01, to: 1000, logarithmic: true },
        classWeights: { oneOf: ["none", "balanced"] },
      },
    },
  ],
  serving: {
    by: "row",
    answer: "infected",
    subject: {
      name: "patient_id",
      roles: { masked: "vih.predict", whole: "vih.pseudonym" },
    },
  },
  privacy: "sensitive",
  gates: [
    { metric: "roc_auc", floor: 0.85, tolerance: 0.01 },
    { metric: "f1", floor: 0.6, tolerance: 0.03 },
  ],
};
