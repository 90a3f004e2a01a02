import { identifier } from "../engine/sql.js";
import type { ModelDefinition } from "./model.js";

/** A column of observations that names their entity, alone or with others. */
export interface EntityColumn {
  /** In the released tables. */
  readonly name: string;
  /** In the observations, as SQL. */
  readonly sql: string;
}

/** The columns that name the entity of an observation. */
export const entityColumns = ({ entity }: ModelDefinition["columns"]): readonly EntityColumn[] =>
  typeof entity === "string"
    ? [{ name: entity, sql: "entity" }]
    : entity.map((name) => ({ name, sql: identifier(name) }));

/** A key column of the online features, with its type. */
export interface ServedKey extends EntityColumn {
  readonly type: "integer" | "text";
}

/** The columns of the key by which a model is asked; none for a model that is asked by row. */
export const servedKeys = ({ serving }: Pick<ModelDefinition, "serving">): readonly ServedKey[] => {
  if (serving.by !== "key") return [];
  const { keys } = serving;
  return keys.map(({ name, type }) => ({
    name,
    type,
    sql: keys.length === 1 ? "entity" : identifier(name),
  }));
};
