import { basename, join } from "node:path";

import { isModelName } from "@despliega/storage";
import type { z } from "zod";

import { ModelInvalid } from "../errors/errors.js";
import { defaultPaths } from "./default-paths.js";
import { secondsIn } from "./duration.js";
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
  return parseModel({ name, folder, yaml, sql });
};

/** The texts of a model's files, its name, and the folder that errors name. */
export type ModelFiles = Pick<ModelDefinition, "name" | "folder" | "yaml" | "sql">;

/** Reads a model from the texts of its files. @throws `MODEL_INVALID` */
export const parseModel = (files: ModelFiles): ModelDefinition => {
  const model = definitionOf(files);
  requireDefinition(model);
  return model;
};

const definitionOf = (files: ModelFiles): ModelDefinition => {
  const { value } = parseYaml(join(files.folder, DEFINITION), files.yaml, ModelSchema);
  const { serving, ...rest } = value;
  const defined = serving.by === "key" ? servedByKey(files.name, serving) : serving;
  return { ...files, ...rest, serving: defined } as unknown as ModelDefinition;
};

type ByKeySchema = Extract<z.infer<typeof ModelSchema>["serving"], { readonly by: "key" }>;

const servedByKey = (name: string, { freshness, stale = "tell", ...serving }: ByKeySchema) => ({
  paths: defaultPaths(name, serving),
  ...serving,
  ...(freshness === undefined ? {} : { freshness: { seconds: secondsIn(freshness), stale } }),
});
