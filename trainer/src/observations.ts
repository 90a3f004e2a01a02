import { identifier, literal, type Engine } from "./engine.js";
import {
  AsOfInvalid,
  ColumnNotFinite,
  FeatureIncomplete,
  LabelsMissing,
  OptionInvalid,
} from "./errors.js";
import type { FeatureDefinition, ModelDefinition } from "./model/model.js";

/** How many observations there are to learn from, and how many to serve, at the cut-off. */
export interface Observations {
  /** The day before which everything counts, as YYYY-MM-DD; null where nothing has a time. */
  readonly asOf: string | null;
  readonly labelled: number;
  readonly serving: number;
}

/**
 * Runs the model's `features.sql` once, for training and serving observations alike, into the tables `labelled` and
 * `serving`.
 *
 * @param asOf default: the day after the last event, so that the run is a function of its input
 * @throws `AS_OF_INVALID` when nothing lies before the cut-off, `LABELS_MISSING` when no observation has a label, `FEATURE_INCOMPLETE` when one has no value where it must, `COLUMN_NOT_FINITE` when one is infinite
 */
export const buildObservations = async (
  engine: Engine,
  model: ModelDefinition,
  asOf?: string,
): Promise<Observations> => {
  await engine.run(`SET VARIABLE as_of = ${cutOff(model, asOf)}::DATE`);
  await engine.run(`CREATE TABLE observations AS ${model.sql}`);
  await engine.run(`
    CREATE VIEW labelled AS FROM observations WHERE label IS NOT NULL;
    CREATE VIEW serving AS FROM observations WHERE label IS NULL;
  `);
  const counted = await engine.row<Observations>(`
    SELECT getvariable('as_of')::VARCHAR AS "asOf",
           count(label) AS labelled, count(*) FILTER (label IS NULL) AS serving
    FROM observations`);
  if (counted.labelled === 0)
    throw counted.asOf === null
      ? new LabelsMissing({ model: model.name })
      : new AsOfInvalid({ asOf: counted.asOf });
  await requireFeatures(engine, model.features);
  await requireFinite(engine, model.features);
  return counted;
};

/** Drops the tables of the inputs, which nothing needs once the observations are made. */
export const dropInputs = async (
  engine: Engine,
  { inputs }: Pick<ModelDefinition, "inputs">,
): Promise<void> => {
  for (const { table } of inputs) await engine.run(`DROP TABLE ${identifier(table)}`);
};

/** SQL of the day before which everything counts. */
const cutOff = ({ name, inputs }: ModelDefinition, asOf: string | undefined): string => {
  const days = inputs.flatMap(({ table, time }) =>
    time === undefined ? [] : [`SELECT max(${identifier(time)}) AS day FROM ${identifier(table)}`],
  );
  if (days.length === 0) {
    if (asOf === undefined) return "NULL";
    throw new OptionInvalid({
      option: "--as-of",
      problem: `says nothing to ${name}, which knows no time`,
    });
  }
  if (asOf !== undefined) return literal(asOf);
  return `(SELECT max(day) + 1 FROM (${days.join(" UNION ALL ")}))`;
};

// An observation without such a feature could neither be learned from nor be scored.
const requireFeatures = async (
  engine: Engine,
  features: readonly FeatureDefinition[],
): Promise<void> => {
  const required = features.filter(({ missing }) => missing !== "allowed");
  const counts = required.map(
    ({ name }, i) => `count(*) FILTER (${identifier(name)} IS NULL) AS v${i}`,
  );
  if (counts.length === 0) return;
  const row = await engine.row<Record<string, number>>(`SELECT ${counts.join()} FROM observations`);
  required.forEach(({ name }, i) => {
    if (row[`v${i}`]! > 0) throw new FeatureIncomplete({ name, rows: row[`v${i}`]! });
  });
};

// Division by 0 gives infinity in the engine. No sum can be made of it, and no answer given.
const requireFinite = async (
  engine: Engine,
  features: readonly FeatureDefinition[],
): Promise<void> => {
  const names = [...features.map(({ name }) => name), "label"];
  const counts = names.map(
    (name, i) => `count(*) FILTER (NOT isfinite(TRY_CAST(${identifier(name)} AS DOUBLE))) AS v${i}`,
  );
  const row = await engine.row<Record<string, number>>(`SELECT ${counts.join()} FROM observations`);
  names.forEach((name, i) => {
    if (row[`v${i}`]! > 0) throw new ColumnNotFinite({ name, rows: row[`v${i}`]! });
  });
};
