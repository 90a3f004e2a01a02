import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { ObservationTable } from "@despliega/trainer/estimators/observation-table.js";
import type { FeatureDefinition } from "@despliega/trainer/model/feature.js";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";
import { named } from "../../support/relations.js";

/** The features of {@link makeObservations}. */
export const FEATURES: readonly FeatureDefinition[] = [
  { name: "x", type: "number", description: "Tells most of the label." },
  { name: "w", type: "integer", description: "Tells some of it.", missing: "allowed" },
];

/** What a table of observations may differ in. */
export interface ObservationsOptions {
  readonly rows?: number;
  /** Observations of each entity. Default 1. */
  readonly perEntity?: number;
  readonly task?: ModelDefinition["task"];
}

/**
 * Makes the table `labelled` of {@link FEATURES}, one observation a day, with a label above 0 that grows with `x`, or one
 * of 0 and 1 that is more often 1 then; the same rows every time.
 */
export const makeObservations = async (
  engine: Engine,
  { rows = 600, perEntity = 1, task = "regression" }: ObservationsOptions = {},
): Promise<ObservationTable> => {
  const uniform = (stream: number) => `(hash(i, ${stream}) % 1000 + 0.5) / 1000`;
  const amount = `exp(1 + x + 0.1 * coalesce(w, 5) + 0.4 * (${uniform(3)} - 0.5))`;
  const label =
    task === "regression" ? amount : `(${uniform(4)} < 1 / (1 + exp(3 - 4 * x)))::BIGINT`;
  await engine.run(`
    CREATE OR REPLACE TABLE labelled AS
    SELECT i AS observation, i // ${perEntity} AS entity, DATE '2020-01-01' + i::INTEGER AS observed_at,
           x, w, ${label} AS label
    FROM (SELECT i, ${uniform(1)} AS x, CASE WHEN i % 9 > 0 THEN hash(i, 2) % 11 END::BIGINT AS w
          FROM range(${rows}) AS t(i))`);
  return named("labelled");
};
