import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { loadModel } from "@despliega/trainer/model/load.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { modelsDirectoryOf } from "../trainer/support/model-folder.js";
import { temporaryDirectory } from "./temporary.js";

/** The definition of a model by key that is asked with the amount and the purpose of a loan. */
export const OFFERS_YAML = `question: Will this client pay the loan late?
words: { observations: loans, positive: are paid late, negative: are paid in time }
task: classification
inputs:
  - dataset: loans.csv
    table: loans
    time: day
    columns:
      loan: { type: integer, unique: true }
      client: { type: integer }
      day: { type: date }
      amount: { type: decimal, min: 1, max: 100000 }
      purpose: { type: text, values: [car, house] }
      late: { type: integer, min: 0, max: 1 }
columns: { observation: loan, entity: client, label: late }
features:
  - { name: loans_before, type: integer, description: Loans before this one. }
  - { name: requested_amount, type: number, from: request, description: The amount that is asked for., bounds: { min: 1 } }
  - { name: mean_before, type: number, description: Mean amount of the loans before., missing: allowed }
  - { name: purpose, type: category, from: request, description: What the loan is for., values: [car, house] }
split: { by: time, testShare: 0.25 }
estimators:
  - { kind: logistic, ridge: 1, classWeights: none }
serving: { by: key, keys: [{ name: client, type: integer }], answer: late, unknown: new }
privacy: open
gates: []
`;

/** The statement of that model, with an observation of a client without history. */
export const OFFERS_SQL = `WITH
observations AS (
  SELECT loan AS observation, client AS entity, day AS observed_at, late AS label, amount, purpose
  FROM loans WHERE day < getvariable('as_of')
  UNION ALL
  SELECT DISTINCT NULL, client, getvariable('as_of'), NULL, NULL, NULL
  FROM loans WHERE day < getvariable('as_of')
  UNION ALL
  SELECT NULL, NULL, getvariable('as_of'), NULL, NULL, NULL
)
SELECT observation, entity, observed_at, label,
       count(amount) OVER before AS loans_before,
       amount AS requested_amount,
       (sum(amount) OVER before)::DOUBLE / nullif(count(amount) OVER before, 0) AS mean_before,
       purpose
FROM observations
WINDOW before AS (PARTITION BY entity ORDER BY observed_at RANGE UNBOUNDED PRECEDING EXCLUDE GROUP)
`;

/** Reads that model, with words of its files replaced. */
export const offersModel = async (
  ...replaced: readonly (readonly [from: string, to: string])[]
): Promise<ModelDefinition> => {
  const change = (text: string) =>
    replaced.reduce((changed, [from, to]) => changed.replace(from, to), text);
  const folder = await modelsDirectoryOf({
    offers: { "model.yaml": change(OFFERS_YAML), "features.sql": change(OFFERS_SQL) },
  });
  return loadModel(join(folder, "offers"));
};

/** Loans of 60 clients over a year: larger ones are paid late. */
export const OFFERS_CSV = [
  "loan,client,day,amount,purpose,late",
  ...Array.from({ length: 400 }, (_, loan) => {
    const client = 100 + ((loan * 17) % 60);
    const day = new Date(Date.UTC(2025, 0, 1 + Math.floor((loan * 360) / 400)));
    const amount = 100 + ((loan * 7919) % 900);
    const late = amount + ((loan * 104_729) % 500) > 800 ? 1 : 0;
    const purpose = loan % 3 === 0 ? "house" : "car";
    return [loan, client, day.toISOString().slice(0, 10), amount, purpose, late].join();
  }),
  "",
].join("\n");

/** Writes those loans. @returns the file */
export const offersFile = async (): Promise<string> => {
  const file = join(await temporaryDirectory(), "loans.csv");
  await writeFile(file, OFFERS_CSV);
  return file;
};
