import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { isModelName } from "@despliega/storage";

import { ModelInvalid } from "../errors/errors.js";
import { defaultPaths } from "./default-paths.js";
import { explain, pathText, wordsOf } from "./explain.js";
import type { ModelDefinition } from "./model.js";
import { DEFINITION, requireDefinition, STATEMENT } from "./require-usable.js";
import { ModelSchema } from "./schema.js";
import { shown } from "./shown.js";
import { readYaml, type Problem } from "./yaml-text.js";

/** Both files become artifacts of a release, which should not be larger. */
const MAX_BYTES = 2 ** 20;

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
  const { folder, yaml } = files;
  const file = join(folder, DEFINITION);
  const { value, problems, locate } = readYaml(yaml);
  requireNone(file, problems);
  const parsed = ModelSchema.safeParse(value ?? undefined, { error: wordsOf });
  if (parsed.success) {
    const { serving, ...rest } = parsed.data;
    const paths = serving.by === "key" ? { paths: defaultPaths(files.name, serving) } : {};
    return { ...files, ...rest, serving: { ...paths, ...serving } } as unknown as ModelDefinition;
  }
  const found = explain(parsed.error).map(({ path, problem }) => ({
    at: locate(path),
    problem: `${path.length === 0 ? "the file" : pathText(path)} ${problem}`,
  }));
  throw new ModelInvalid({ problems: found.map((problem) => line(file, problem)) });
};

const requireNone = (file: string, problems: readonly Problem[]): void => {
  if (problems.length === 0) return;
  throw new ModelInvalid({ problems: problems.map((problem) => line(file, problem)) });
};

const line = (file: string, { at, problem }: Problem): string =>
  `${shown(file)}:${at.line}:${at.column}: ${problem}`;

const readText = (file: string, cure: string): string => {
  const refuse = (problem: string, cause?: unknown): never => {
    throw new ModelInvalid({ problems: [`${shown(file)} ${problem}`] }, { cause });
  };
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    return refuse(code === "ENOENT" ? `is missing: ${cure}` : `cannot be read (${code})`, cause);
  }
  if (bytes.length > MAX_BYTES) return refuse("has more than 1 MiB: make it shorter");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (text.includes("\0")) return refuse("holds a NUL character: remove it");
    return text.trim() === "" ? refuse(`is empty: ${cure}`) : text;
  } catch (cause) {
    if (cause instanceof ModelInvalid) throw cause;
    return refuse("is not UTF-8 text: save it as UTF-8", cause);
  }
};
