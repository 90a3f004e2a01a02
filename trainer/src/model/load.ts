import { basename, join } from "node:path";

import { isModelName } from "@despliega/storage";

import { ModelInvalid } from "../errors/errors.js";
import { defaultPaths } from "./default-paths.js";
import type { ModelDefinition } from "./model.js";
import { parseYaml } from "./parsed-yaml.js";
import { readText } from "./read-text.js";
import { DEFINITION, requireDefinition, STATEMENT } from "./require-usable.js";
import { ModelSchema } from "./schema.js";
import { shown } from "./shown.js";

/**
 * Reads a model from its folder, whose name is the model's.
 *
 * @throws `MODEL_INVALID`, which names file, line, column and field of everything that is wrong
 */
export const loadModel = (folder: string): ModelDefinition => {
  const name = basename(folder);
  if (!isModelName(name))
    throw new ModelInvalid({
      problems: [
        `${shown(folder)}: a model is called by its folder, so call it with lower-case letters, digits and _, a letter first, at most 40`,
      ],
    });
  const yaml = readText(join(folder, DEFINITION), "write what the model reads, learns and serves");
  const sql = readText(join(folder, STATEMENT), "write the statement that returns the features");
  const model = definitionOf({ name, folder, yaml, sql });
  requireDefinition(model);
  return model;
};

type Files = Pick<ModelDefinition, "name" | "folder" | "yaml" | "sql">;

const definitionOf = (files: Files): ModelDefinition => {
  const { value } = parseYaml(join(files.folder, DEFINITION), files.yaml, ModelSchema);
  const { serving, ...rest } = value;
  const paths = serving.by === "key" ? { paths: defaultPaths(files.name, serving) } : {};
  return { ...files, ...rest, serving: { ...paths, ...serving } } as unknown as ModelDefinition;
};
