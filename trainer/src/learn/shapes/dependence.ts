import { loadScorer } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { scoped } from "../../engine/scoped.js";
import type { ObservationColumn, ObservationTable } from "../../estimators/observation-table.js";
import { readRows } from "../../estimators/rows.js";
import type { FittedModel } from "../fit.js";
import type { FeatureAxis } from "./feature-axis.js";
import type { FeatureShape } from "./shapes.js";

/** What a model answers on average as one feature takes one value after another. */
export interface Dependence {
  readonly feature: string;
  /** Places of the feature's axis: the edges of its numbers, or its names. */
  readonly axis: FeatureAxis;
  /** For each place, the mean of each answer: one for a number or two classes, else one per class. */
  readonly answers: readonly (readonly number[])[];
}

/** Observations that the answers are averaged over. */
const ROWS = 300;

/**
 * Finds out how the answers of a model depend on each feature: the feature takes each place of its axis in turn, while all
 * other features of some observations stay as they are. (Friedman, "Greedy Function Approximation: A Gradient Boosting
 * Machine", 2001, section 8.2.)
 *
 * @param shapes of the features that are looked at
 */
export const dependenceOf = async (
  engine: Engine,
  observations: ObservationTable,
  { description, modelJson, features }: FittedModel,
  shapes: readonly FeatureShape[],
): Promise<Dependence[]> => {
  const { columns, target } = await scoped(engine, async (own) =>
    readRows(own, await some(own, observations), features),
  );
  const scorer = loadScorer(description, modelJson);
  const row = new Float64Array(columns.length);
  const answers = new Float64Array(scorer.outputs);
  const meanAt = (place: number, value: number): number[] => {
    const sums = Array.from(answers, () => 0);
    for (let i = 0; i < target.length; i++) {
      columns.forEach((column, at) => {
        row[at] = at === place ? value : column[i]!;
      });
      scorer.scores(row, answers);
      answers.forEach((answer, output) => {
        sums[output]! += answer;
      });
    }
    return sums.map((sum) => sum / target.length);
  };
  return shapes.map(({ feature, axis }) => {
    const place = features.findIndex(({ name }) => name === feature);
    const values = axis.kind === "names" ? axis.codes : axis.edges;
    return { feature, axis, answers: values.map((value) => meanAt(place, value)) };
  });
};

/** Every so many of the observations, by their order. */
const some = async (engine: Engine, { name }: ObservationTable): Promise<ObservationTable> => {
  const { n } = await engine.row<{ n: number }>(`SELECT count(*) AS n FROM ${name}`);
  const step = Math.max(1, Math.floor(n / ROWS));
  return engine.view<ObservationColumn>(`
    SELECT * FROM ${name}
    WHERE observation IN (
      SELECT observation FROM (SELECT observation, row_number() OVER (ORDER BY entity, observation) AS nth FROM ${name})
      WHERE nth % ${step} = 0 AND nth <= ${step * ROWS})`);
};
