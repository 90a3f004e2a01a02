import { describeStatement } from "../../engine/duckdb/describe-statement.js";
import type { Description } from "../../engine/description.js";
import type { ModelDefinition } from "../model.js";
import { AS_OF } from "../statement-contract.js";
import type { Position } from "../yaml-text.js";
import { emptyTable } from "./empty-table.js";
import { compareReturned, type StatementProblems } from "./returned.js";

/** What a statement would return on the inputs of a model, or why it cannot run. */
export const describeModelStatement = (
  { inputs }: Pick<ModelDefinition, "inputs">,
  sql: string,
): Promise<Description> => describeStatement(inputs.map(emptyTable), [AS_OF], sql);

/** Finds out what the statement of a model returns, before there is any input, and compares it with the definition. */
export const checkStatement = async (model: ModelDefinition): Promise<StatementProblems> => {
  const described = await describeModelStatement(model, model.sql);
  if ("columns" in described) return compareReturned(model, described.columns);
  const { problem, offset } = described;
  return {
    statement: [
      offset === undefined ? { problem } : { at: positionOf(model.sql, offset), problem },
    ],
    fields: [],
    unused: [],
  };
};

const positionOf = (text: string, offset: number): Position => {
  const before = Buffer.from(text).subarray(0, offset).toString();
  const lines = before.split("\n");
  return { line: lines.length, column: Array.from(lines.at(-1)!).length + 1 };
};
