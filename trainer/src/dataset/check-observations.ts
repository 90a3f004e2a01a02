import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { KeysInvalid, ServingMissing } from "../errors/errors.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import { rulesOf } from "./observation-rules.js";
import type { Rule } from "./rule.js";

/** All observations of a run, and those of each kind. */
export interface ObservationTables {
  readonly all: ObservationTable;
  readonly labelled: ObservationTable;
  readonly serving: ObservationTable;
}

/**
 * Checks keys, labels and features of the observations against the model definition, before any of them is learned
 * from. Errors count the observations that break a rule, and show no value.
 *
 * @throws `KEYS_INVALID`, `COLUMN_NOT_FINITE`, `LABELS_INVALID`, `FEATURE_INCOMPLETE`, `FEATURE_UNEXPECTED`,
 * `SERVING_MISSING`
 */
export const checkObservations = async (
  engine: Engine,
  model: ModelDefinition,
  { all, labelled, serving }: ObservationTables,
): Promise<void> => {
  await requireKept(engine, all, rulesOf(model, engine.dialect));
  await requireUnique(engine, labelled, "observation");
  if (model.serving.by === "key") await requireServed(engine, model, serving);
};

/**
 * Checks observations that are to be served by key, as {@link checkObservations} does.
 *
 * `all` may hold others that have no label, too.
 *
 * @throws `KEYS_INVALID`, `COLUMN_NOT_FINITE`, `FEATURE_INCOMPLETE`, `FEATURE_UNEXPECTED`, `SERVING_MISSING`
 */
export const checkServing = async (
  engine: Engine,
  model: ModelDefinition,
  { all, serving }: Pick<ObservationTables, "all" | "serving">,
): Promise<void> => {
  await requireKept(engine, all, rulesOf(model, engine.dialect));
  await requireServed(engine, model, serving);
};

const requireServed = async (
  engine: Engine,
  model: Pick<ModelDefinition, "name">,
  serving: ObservationTable,
): Promise<void> => {
  const { rows } = await engine.row<{ rows: number }>(
    `SELECT count(*) AS rows FROM ${serving.name}`,
  );
  if (rows === 0) throw new ServingMissing({ model: model.name });
  await requireUnique(engine, serving, "entity");
};

/** Counts the observations that break each rule. @throws the error of the first rule that is broken */
export const requireKept = async (
  engine: Engine,
  { name }: Relation,
  rules: readonly Rule[],
): Promise<void> => {
  if (rules.length === 0) return;
  const counts = rules.map((_, i) => `count(*) FILTER (WHERE v${i}) AS v${i}`);
  const broken = rules.map(({ breaks }, i) => `${breaks} AS v${i}`);
  // Engines look a value up in a long list at once where they compute it for a column, and only there.
  const found = await engine.row<Record<string, number>>(
    `SELECT ${counts.join(", ")} FROM (SELECT ${broken.join(", ")} FROM ${name})`,
  );
  rules.forEach(({ error }, i) => {
    if (found[`v${i}`]! > 0) throw error(found[`v${i}`]!);
  });
};

const requireUnique = async <Column extends string>(
  engine: Engine,
  relation: Relation<Column>,
  name: Column,
): Promise<void> => {
  const rows = await engine.repeated(relation, name);
  if (rows > 0) throw new KeysInvalid({ name, rows, problem: "repeated" });
};
