import type { z } from "zod";

import { ModelInvalid } from "../errors/errors.js";
import { explain, pathText, wordsOf, type FieldProblem } from "./explain.js";
import { shown } from "./shown.js";
import { readYaml, type Problem, type YamlText } from "./yaml-text.js";

/** A file of YAML whose fields have been checked. */
export interface ParsedYaml<Value> {
  readonly value: Value;
  /** Problems with its fields as lines: file, line, column, field and what to write. */
  readonly linesOf: (problems: readonly FieldProblem[]) => readonly string[];
}

/**
 * Parses the text of a YAML file by a schema.
 *
 * @throws `MODEL_INVALID`, which names file, line, column and field of everything that is wrong
 */
export const parseYaml = <Schema extends z.ZodType>(
  file: string,
  text: string,
  schema: Schema,
): ParsedYaml<z.output<Schema>> => {
  const { value, problems, locate } = readYaml(text);
  if (problems.length > 0)
    throw new ModelInvalid({ problems: problems.map((of) => line(file, of)) });
  const linesOf = (found: readonly FieldProblem[]) => fieldLines(file, locate, found);
  const parsed = schema.safeParse(value ?? undefined, { error: wordsOf });
  if (!parsed.success) throw new ModelInvalid({ problems: linesOf(explain(parsed.error)) });
  return { value: parsed.data, linesOf };
};

/** Problems with fields of a file as lines. */
export const fieldLines = (
  file: string,
  locate: YamlText["locate"],
  problems: readonly FieldProblem[],
): readonly string[] =>
  problems.map(({ path, problem }) =>
    line(file, {
      at: locate(path),
      problem: `${path.length === 0 ? "the file" : pathText(path)} ${problem}`,
    }),
  );

const line = (file: string, { at, problem }: Problem): string =>
  `${shown(file)}:${at.line}:${at.column}: ${problem}`;
