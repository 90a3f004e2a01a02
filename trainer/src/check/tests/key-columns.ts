import type { ModelDefinition } from "../../model/model.js";
import { statementColumns } from "../../model/statement-contract.js";

/** Columns by which a test names an observation that it expects. */
export const keyColumns = ({ columns }: Pick<ModelDefinition, "columns">): readonly string[] => [
  ...new Set([...statementColumns(columns), "entity"].filter((name) => name !== "label")),
];
