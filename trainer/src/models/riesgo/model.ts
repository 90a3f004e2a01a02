import type { ModelDefinition } from "../../model/model.js";

/** Will this user's next loan go bad? A logistic regression over the user's history of loans. */
export const riesgo: ModelDefinition = {
  name: "riesgo",
  question: "Will this user's next loan go bad?",
  words: { observations: "loans", positive: "go bad", negative: "are paid back" },
  task: "classification",
  inputs: [
    {
      dataset: "loans.csv",
      table: "loans",
      time: "loan_date",
      columns: {
        loan_id: { type: "integer", min: 0, unique: true },
        id: { type: "integer", min: 0 },
        flag_own_car: { type: "text", values: ["Y", "N"] },
        birthday: { type: "date", min: "1900-01-01", max: "2100-12-31" },
        job_start_date: { type: "date", min: "1900-01-01", max: "2100-12-31", optional: true },
        loan_date: { type: "date", min: "1970-01-01", max: "2100-12-31" },
        loan_amount: { type: "decimal", min: 0, max: 1e12 },
        status: { type: "integer", min: 0, max: 1 },
      },
    },
  ],
  sql: new URL("../../../src/models/riesgo/features.sql", import.meta.url),
  columns: { observation: "loan_id", entity: "id", label: "status" },
  features: [
    {
      name: "nb_previous_loans",
      type: "integer",
      description: "Loans that the user took before the day of the observation.",
    },
    {
      name: "avg_amount_loans_previous",
      type: "number",
      description: "Mean amount of those loans; empty when there are none.",
      missing: "allowed",
    },
    {
      name: "age",
      type: "integer",
      description: "Completed years of life at the observation.",
    },
    {
      name: "years_on_the_job",
      type: "integer",
      description: "Completed years in the present job; empty when there is none.",
      missing: "allowed",
    },
    {
      name: "flag_own_car",
      type: "integer",
      description: "0 when the user owns no car, else 1.",
      values: [0, 1],
    },
  ],
  split: { by: "time", testShare: 0.2 },
  estimators: [{ kind: "logistic", ridge: 1, classWeights: "none" }],
  serving: {
    by: "key",
    entity: { name: "id", type: "integer" },
    paths: {
      features: "/api/user/:id/caracteristicasriesgo",
      prediction: "/api/user/:id/prediccion",
    },
    answer: "resultado",
  },
  privacy: "open",
  gates: [{ metric: "roc_auc", floor: 0.6, tolerance: 0.01 }],
};
