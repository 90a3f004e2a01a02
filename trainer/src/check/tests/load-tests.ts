import { existsSync } from "node:fs";
import { join } from "node:path";

import { ModelInvalid } from "../../errors/errors.js";
import type { ModelDefinition } from "../../model/model.js";
import { parseYaml } from "../../model/parsed-yaml.js";
import { readText } from "../../model/read-text.js";
import { checkTests } from "./check-tests.js";
import { TestsSchema, type StatementTests } from "./tests-schema.js";

/** The file of a model with the tests of its statement. It may be missing. */
const TESTS = "tests.yaml";

/**
 * Reads the tests of a model.
 *
 * @returns undefined when it has none
 * @throws `MODEL_INVALID`, which names file, line, column and field of everything that is wrong
 */
export const loadTests = (model: ModelDefinition): StatementTests | undefined => {
  const file = join(model.folder, TESTS);
  if (!existsSync(file)) return undefined;
  const { value, linesOf } = parseYaml(
    file,
    readText(file, "write tests, or delete it"),
    TestsSchema,
  );
  const problems = linesOf(checkTests(model, value));
  if (problems.length > 0) throw new ModelInvalid({ problems });
  return value;
};
