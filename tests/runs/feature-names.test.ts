import { expect, test } from "@jest/globals";
import { memoryBlobStore } from "@despliega/storage";

import { FOREST, LINEAR, LOGISTIC } from "../trainer/support/estimators.js";
import { fewLoans } from "../trainer/support/few-loans.js";
import { modelOf } from "../trainer/support/models.js";
import { partsOf, trainOn } from "../trainer/support/runs.js";

const VALUES = [
  "date_diff('year', birthday, loan_date)",
  "date_diff('year', job_start_date, loan_date)",
  "loan_amount::DOUBLE",
  "loan_id % 7",
];

const PLAIN = ["aa", "bb", "cc", "dd"];

/** Parts that hold no name of a feature. */
const NAMELESS = ["model.json", "golden.json"];

const TASKS = [
  ["linear regression", "regression", { ...LINEAR, target: "log" }],
  ["forest of amounts", "regression", { ...FOREST, trees: 5 }],
  ["logistic regression", "classification", LOGISTIC],
  ["forest of classes", "classification", { ...FOREST, trees: 5 }],
] as const;

test.each(TASKS)("a %s may call its features anything", async (_, task, options) => {
  const input = await fewLoans();
  const label = task === "regression" ? "loan_amount" : "(hash(loan_id) % 3 = 0)::BIGINT";
  const partsWith = async (names: readonly string[]) => {
    const features = VALUES.map((value, i) => `${value} AS ${names[i]}`).join();
    const model = modelOf(task, {
      sql: `SELECT loan_id AS observation, id AS entity, loan_date AS observed_at, ${label} AS label, ${features} FROM loans`,
      features: names.map((name) => ({
        name,
        type: "number",
        description: "One of four.",
        missing: "allowed",
      })),
      estimators: [options],
      crossValidation: { folds: 3, metric: task === "regression" ? "mae" : "brier" },
      serving: { by: "row", answer: "answer" },
      gates: [],
    });
    const parts = partsOf((await trainOn(memoryBlobStore(), { model, input })).manifest);
    return NAMELESS.map((name) => parts[name]);
  };
  const plain = await partsWith(PLAIN);
  for (const names of [
    ["place", "score", "fold", "partial"],
    ["total", "c1", "z1", "y"],
  ])
    expect(await partsWith(names)).toEqual(plain);
});
