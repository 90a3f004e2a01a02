import type { Engine } from "../engine/engine.js";
import { UnknownInvalid } from "../errors/errors.js";
import type { ObservationColumn, ObservationTable } from "../estimators/observation-table.js";
import { entityColumns } from "../model/entity-columns.js";
import type { ModelDefinition } from "../model/model.js";

/** Whether a model answers for keys that its release does not hold. */
export const takesUnknown = ({ serving }: Pick<ModelDefinition, "serving">): boolean =>
  serving.by === "key" && serving.unknown === "new";

/** SQL that is true of the observation of an entity without history: it has no key and no label. */
export const unnamedSql = ({ columns }: Pick<ModelDefinition, "columns">): string =>
  ["label", ...entityColumns(columns).map(({ sql }) => sql)]
    .map((column) => `${column} IS NULL`)
    .join(" AND ");

/** SQL that is true of the observations to serve. */
export const servedSql = (model: Pick<ModelDefinition, "columns" | "serving">): string =>
  takesUnknown(model) ? `label IS NULL AND NOT (${unnamedSql(model)})` : "label IS NULL";

/**
 * The observation of an entity without history.
 *
 * @throws `UNKNOWN_INVALID` where there is none, or more than one
 */
export const unknownObservation = async (
  engine: Engine,
  model: ModelDefinition,
  all: ObservationTable,
): Promise<ObservationTable> => {
  const observation = await engine.view<ObservationColumn>(
    `SELECT * FROM ${all.name} WHERE ${unnamedSql(model)}`,
  );
  const { rows } = await engine.row<{ rows: number }>(
    `SELECT count(*) AS rows FROM ${observation.name}`,
  );
  if (rows !== 1) throw new UnknownInvalid({ model: model.name, rows });
  return observation;
};
