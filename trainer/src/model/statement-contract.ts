import type { ModelDefinition } from "./model.js";

/**
 * What a user's `features.sql` may rely on, besides the tables of the inputs, which `model.yaml` names: the variable
 * {@link AS_OF}, and columns that it returns.
 */

/** Variable with the cut-off, the day before which everything counts; NULL where nothing has a time. */
export const AS_OF = "as_of";

/** Columns that observations have beside the features. */
export const OBSERVATION_COLUMNS = ["observation", "entity", "observed_at", "label"] as const;

/** Columns that `features.sql` returns beside the features: several that name an entity take the place of `entity`. */
export const statementColumns = ({ entity }: ModelDefinition["columns"]): readonly string[] =>
  OBSERVATION_COLUMNS.flatMap((name) =>
    name === "entity" && typeof entity !== "string" ? entity : [name],
  );
