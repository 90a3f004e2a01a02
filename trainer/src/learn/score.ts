import { loadScorer, type Manifest, type ScorerDescription } from "@despliega/storage";

import { double, type Engine } from "../engine/engine.js";
import { weightedSumSql } from "../estimators/weighted-sum.js";
import { mapRows, readRows, ROW_ORDER } from "../engine/rows.js";

/** A model as its release holds it. */
export interface ScoringModel {
  readonly description: ScorerDescription;
  readonly modelJson: unknown;
}

/**
 * Scores a view, into another of `observation`, `label` and `score`: no features, whose names could be any of these.
 */
export const scoreView = async (
  engine: Engine,
  from: string,
  into: string,
  model: ScoringModel,
): Promise<void> => {
  await engine.run(`DROP VIEW IF EXISTS ${into}`);
  const sql = sqlScore(model);
  if (sql !== undefined)
    return engine.run(
      `CREATE VIEW ${into} AS SELECT observation, label, ${sql} AS score FROM ${from}`,
    );
  const { features } = model.description;
  const scorer = loadScorer(model.description, model.modelJson);
  const rows = await readRows(engine, from, features);
  await engine.fill(`${into}_scores`, "score", mapRows(rows, scorer.score));
  return engine.run(`
    CREATE VIEW ${into} AS SELECT observation, label, score
    FROM (SELECT observation, label, row_number() OVER (ORDER BY ${ROW_ORDER}) AS place FROM ${from})
    JOIN ${into}_scores USING (place)`);
};

/** The score as SQL, of models that are short sums; rows never leave the engine then. */
const sqlScore = ({ description, modelJson }: ScoringModel): string | undefined => {
  const { estimator, scale } = description;
  if (estimator === "forest") return undefined;
  const features = description.features.map(({ name, missing }) => ({
    name,
    fill: typeof missing === "string" ? undefined : missing.fill,
  }));
  const sum = weightedSumSql(WEIGHTS[estimator](modelJson), features);
  const answer = estimator === "logistic" ? `1 / (1 + exp(-(${sum})))` : sum;
  return scale === undefined ? answer : `${double(scale.smearing)} * exp(${answer})`;
};

const WEIGHTS: Readonly<
  Record<Exclude<Manifest["estimator"], "forest">, (json: unknown) => readonly number[]>
> = {
  logistic: (json) =>
    (json as { classifiers: [{ weights: [number[]] }] }).classifiers[0].weights[0],
  linear: (json) => (json as { weights: number[] }).weights,
};
