import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { DespliegaError, SettingInvalid } from "@despliega/storage";

import { ModelUnknown } from "../errors/errors.js";
import { loadModel } from "./load.js";
import type { ModelDefinition } from "./model.js";

/** The folder of the models that come with the trainer. */
export const MODELS_DIRECTORY = fileURLToPath(new URL("../../models", import.meta.url));

/** A folder that cannot be used as a model, and why. */
export interface BrokenModel {
  readonly name: string;
  readonly error: DespliegaError;
}

/** The models of a directory, both in the order of their names. */
export interface Catalogue {
  readonly models: readonly ModelDefinition[];
  readonly broken: readonly BrokenModel[];
}

/**
 * Reads every model of a directory: a folder is a model, unless its name begins with a dot.
 *
 * @param directory default: that of the models that come with the trainer
 * @throws `SETTING_INVALID` when there is no such directory
 */
export const readCatalogue = (directory = MODELS_DIRECTORY): Catalogue => {
  const models: ModelDefinition[] = [];
  const broken: BrokenModel[] = [];
  for (const name of folderNames(directory))
    try {
      models.push(loadModel(join(directory, name)));
    } catch (error) {
      if (!(error instanceof DespliegaError)) throw error;
      broken.push({ name, error });
    }
  return { models, broken };
};

/** The models of a directory that can be used. */
export const models = (directory?: string): readonly ModelDefinition[] =>
  readCatalogue(directory).models;

/** The model of that name. @throws `MODEL_UNKNOWN`, `MODEL_INVALID` */
export const modelNamed = (name: string, directory = MODELS_DIRECTORY): ModelDefinition => {
  requireKnown(name, directory);
  return loadModel(join(directory, name));
};

/** The name, if a folder has it, whether the model in it can be used or not. @throws `MODEL_UNKNOWN` */
export const requireKnown = (name: string, directory = MODELS_DIRECTORY): string => {
  const known = folderNames(directory);
  if (known.includes(name)) return name;
  throw new ModelUnknown({ known });
};

const folderNames = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory)
      .filter((name) => !name.startsWith(".") && statSync(join(directory, name)).isDirectory())
      .toSorted();
  } catch (cause) {
    throw new SettingInvalid(
      {
        name: "DESPLIEGA_MODELS_DIRECTORY",
        problem: "must be a directory that can be read, with a folder for each model",
      },
      { cause },
    );
  }
};
