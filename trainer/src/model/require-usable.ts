import { join } from "node:path";

import { ModelInvalid } from "../errors/errors.js";
import { checkDefinition } from "./check/check.js";
import { checkStatement } from "./check/statement.js";
import type { FieldProblem } from "./explain.js";
import type { ModelDefinition } from "./model.js";
import { fieldLines } from "./parsed-yaml.js";
import { shown } from "./shown.js";
import { readYaml } from "./yaml-text.js";

/** The files of a model. */
export const DEFINITION = "model.yaml";
export const STATEMENT = "features.sql";

/** Refuses a definition whose fields do not fit each other. @throws `MODEL_INVALID` */
export const requireDefinition = (model: ModelDefinition): void =>
  refuse(definitionLines(model, checkDefinition(model)));

/** Definitions never change, so each is checked once. */
const usable = new WeakMap<ModelDefinition, readonly string[]>();

/**
 * Refuses a model that cannot learn from any input. It checks definition and statement as a whole, and reads no input.
 *
 * @returns columns that the statement returns and nothing uses
 * @throws `MODEL_INVALID`
 */
export const requireUsable = async (model: ModelDefinition): Promise<readonly string[]> => {
  const checked = usable.get(model);
  if (checked !== undefined) return checked;
  requireDefinition(model);
  const { statement, fields, unused } = await checkStatement(model);
  const file = shown(join(model.folder, STATEMENT));
  refuse([
    ...statement.map(({ at, problem }) =>
      at === undefined ? `${file} ${problem}` : `${file}:${at.line}:${at.column}: ${problem}`,
    ),
    ...definitionLines(model, fields),
  ]);
  usable.set(model, unused);
  return unused;
};

const definitionLines = (
  { folder, yaml }: ModelDefinition,
  problems: readonly FieldProblem[],
): readonly string[] =>
  problems.length === 0
    ? []
    : fieldLines(join(folder, DEFINITION), readYaml(yaml).locate, problems);

const refuse = (problems: readonly string[]): void => {
  if (problems.length > 0) throw new ModelInvalid({ problems });
};
