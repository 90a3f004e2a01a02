import { realpathSync, readdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { DespliegaError, SettingInvalid } from "@despliega/storage";

import { ModelInvalid, ModelUnknown } from "../errors/errors.js";
import { loadModel } from "./load.js";
import type { ModelDefinition } from "./model.js";
import { shown } from "./shown.js";

/** The folder of the examples, which come with the trainer. */
export const EXAMPLES_DIRECTORY = fileURLToPath(new URL("../../models", import.meta.url));

/** Where a user's own models are, unless a setting says otherwise; it may be missing. */
export const OWN_DIRECTORY = "models";

/** Where models are read from beside the examples, and which of all are taken. */
export interface CatalogueOptions {
  /** It must exist. Default: {@link OWN_DIRECTORY} of the working directory, if it is there. */
  readonly modelsDirectory?: string | undefined;
  /** Names of the models that are taken. Default: all. */
  readonly models?: readonly string[] | undefined;
}

/** A folder that cannot be used as a model, and why. */
export interface BrokenModel {
  readonly name: string;
  readonly error: DespliegaError;
}

/** The models that are taken, both in the order of their names. */
export interface Catalogue {
  readonly models: readonly ModelDefinition[];
  readonly broken: readonly BrokenModel[];
}

/**
 * Reads the examples and the models of the user's own directory: a folder is a model, unless its name begins with a dot.
 * A name that is in both places is broken.
 *
 * @throws `SETTING_INVALID` when there is no such directory, or a name belongs to no folder
 */
export const readCatalogue = (options: CatalogueOptions = {}): Catalogue => {
  const folders = foldersOf(options);
  requireFolders(options, folders);
  const models: ModelDefinition[] = [];
  const broken: BrokenModel[] = [];
  for (const [name, places] of folders)
    if (options.models?.includes(name) ?? true)
      try {
        models.push(load(places));
      } catch (error) {
        if (!(error instanceof DespliegaError)) throw error;
        broken.push({ name, error });
      }
  return { models, broken };
};

/** The models that can be used. */
export const models = (options?: CatalogueOptions): readonly ModelDefinition[] =>
  readCatalogue(options).models;

/** The model of that name, whether it is one of those taken or not. @throws `MODEL_UNKNOWN`, `MODEL_INVALID` */
export const modelNamed = (name: string, options: CatalogueOptions = {}): ModelDefinition =>
  load(foldersOf(options).get(requireKnown(name, options))!);

/** The name, if a folder has it, whether the model in it can be used or not. @throws `MODEL_UNKNOWN` */
export const requireKnown = (name: string, options: CatalogueOptions = {}): string => {
  const folders = foldersOf(options);
  if (folders.has(name)) return name;
  throw new ModelUnknown({ known: [...folders.keys()] });
};

/** Whether a model is one of the examples. */
export const isExample = ({ folder }: Pick<ModelDefinition, "folder">): boolean =>
  dirname(folder) === EXAMPLES_DIRECTORY;

/** The folders by name, in the order of the names. */
type Folders = ReadonlyMap<string, readonly string[]>;

const foldersOf = ({ modelsDirectory }: CatalogueOptions): Folders => {
  const own = resolve(modelsDirectory ?? OWN_DIRECTORY);
  const absent = modelsDirectory === undefined && !isDirectory(own);
  const directories = absent || isSame(own) ? [EXAMPLES_DIRECTORY] : [EXAMPLES_DIRECTORY, own];
  const folders = directories.flatMap((directory) =>
    folderNames(directory).map((name) => ({ name, folder: join(directory, name) })),
  );
  const names = [...new Set(folders.map(({ name }) => name))].toSorted();
  return new Map(
    names.map((name) => [
      name,
      folders.filter((of) => of.name === name).map(({ folder }) => folder),
    ]),
  );
};

const load = ([folder, other]: readonly string[]): ModelDefinition => {
  if (other === undefined) return loadModel(folder!);
  throw new ModelInvalid({
    problems: [`${shown(other)} has the name of an example: call the folder otherwise`],
  });
};

const requireFolders = ({ models: named }: CatalogueOptions, folders: Folders): void => {
  if (named?.every((name) => folders.has(name)) ?? true) return;
  throw new SettingInvalid({
    name: "DESPLIEGA_MODELS",
    problem: `must name models that the trainer knows: ${[...folders.keys()].join(", ")}`,
  });
};

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

const isSame = (directory: string): boolean =>
  isDirectory(directory) && realpathSync(directory) === realpathSync(EXAMPLES_DIRECTORY);

const folderNames = (directory: string): readonly string[] => {
  try {
    return readdirSync(directory).filter(
      (name) => !name.startsWith(".") && isDirectory(join(directory, name)),
    );
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
