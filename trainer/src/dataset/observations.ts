import { checkObservations } from "./check-observations.js";
import { codeLabels } from "./code-labels.js";
import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { AsOfInvalid, LabelsMissing } from "../errors/errors.js";
import type { ObservationColumn, ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import { cutOffOf, type CutOffOptions } from "./cut-off.js";
import { findClasses } from "./find-classes.js";
import { newestEventOf } from "./newest-event.js";
import { runModelStatement } from "./run-statement.js";
import { servedSql, takesUnknown, unknownObservation } from "./unknown-entity.js";

/** The observations of a run, at the cut-off. */
export interface Observations {
  /** The cut-off as YYYY-MM-DD; null where nothing has a time. */
  readonly asOf: string | null;
  /** The day of the newest event before the cut-off; null where nothing has a time. */
  readonly newestEvent: string | null;
  /** Names of the classes, by which labels became their codes; undefined for a regression and for labels 0 and 1. */
  readonly classes: readonly string[] | undefined;
  /** Observations to learn from and to test on. */
  readonly labelled: ObservationTable;
  /** Observations to serve, whose label is not known. */
  readonly serving: ObservationTable;
  /** The one observation of an entity without history; undefined where unknown keys are refused. */
  readonly unknown?: ObservationTable | undefined;
  readonly rows: { readonly labelled: number; readonly serving: number };
}

/**
 * Runs the model's `features.sql` once, for observations to learn from and to serve alike.
 *
 * @param tables of the inputs, in the order of the model
 * @throws `AS_OF_INVALID` when nothing happened before the cut-off, `LABELS_MISSING` when no observation has a label, and
 * what {@link findClasses}, {@link checkObservations} and {@link unknownObservation} throw
 */
export const buildObservations = async (
  engine: Engine,
  model: ModelDefinition,
  tables: readonly Relation[],
  options: CutOffOptions = {},
): Promise<Observations> => {
  const asOf = await cutOffOf(engine, model, tables, options);
  const returned = await runModelStatement(engine, model, asOf);
  const served = servedSql(model);
  const rows = await engine.row<Observations["rows"]>(`
    SELECT count(label) AS labelled, count(*) FILTER (WHERE ${served}) AS serving FROM ${returned.name}`);
  if (rows.labelled === 0)
    throw asOf === null ? new LabelsMissing({ model: model.name }) : new AsOfInvalid({ asOf });
  const classes = await findClasses(engine, model, returned);
  const all = classes === undefined ? returned : await codeLabels(engine, returned, classes);
  const where = (condition: string) =>
    engine.view<ObservationColumn>(`SELECT * FROM ${all.name} WHERE ${condition}`);
  const labelled = await where("label IS NOT NULL");
  const serving = await where(served);
  await checkObservations(engine, { ...model, classes }, { all, labelled, serving });
  const unknown = takesUnknown(model) ? await unknownObservation(engine, model, all) : undefined;
  const newestEvent = await newestEventOf(engine, model, tables, asOf);
  return { asOf, newestEvent, classes, labelled, serving, unknown, rows };
};
