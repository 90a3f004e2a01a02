import { loadScorer, loadSums } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import type { ScoringModel } from "../../estimators/estimator.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import { writerOf } from "../../estimators/registry.js";
import { outputsOf, scoreInMemory } from "../score-rows.js";

/** Column of what a model adds up for an output, from 0. */
export const sumOf = (output: number): string => `s${output}`;

/** What a model adds up for each observation, and how its format turns that into answers. */
export interface Sums {
  /** Beside these columns it has one for each output, by {@link sumOf}. */
  readonly table: Relation<"observation" | "label">;
  readonly outputs: number;
  readonly link: ReturnType<typeof loadSums>["link"];
}

/**
 * Adds up what a model adds up for each observation.
 *
 * @returns a view where the estimator has SQL of its sum, computed whenever it is read; else a table
 */
export const sumsOf = async (
  engine: Engine,
  observations: ObservationTable,
  model: ScoringModel,
): Promise<Sums> => {
  const { description, modelJson } = model;
  const { outputs, link } = loadSums(description, modelJson);
  const sql = sumsSql(engine, observations, model);
  if (sql !== undefined) return { table: await engine.view(sql), outputs, link };
  const { sums } = loadScorer(description, modelJson);
  const table = await scoreInMemory(engine, observations, description.features, (rows) =>
    Object.fromEntries(
      outputsOf(outputs, sums, rows).map((column, output) => [sumOf(output), column]),
    ),
  );
  return { table, outputs, link };
};

/** SQL of a query of the sums; undefined where the estimator has no SQL of its sum. */
export const sumsSql = (
  { dialect }: Pick<Engine, "dialect">,
  { name }: ObservationTable,
  model: ScoringModel,
): string | undefined => {
  const sum = writerOf(model.description.estimator)?.sql?.(model, dialect);
  return sum && `SELECT observation, label, ${sum} AS ${sumOf(0)} FROM ${name}`;
};
