import { readdirSync } from "node:fs";

import { parse } from "yaml";

import { readText, ROOT } from "../../repository/files.js";

/** A file of a pipeline, as text and as what it says. */
export interface YamlFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  readonly value: unknown;
}

/** The YAML files of a folder, by path. */
export const yamlFiles = (folder: string): readonly YamlFile[] =>
  readdirSync(ROOT + folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yml"))
    .toSorted()
    .map((name) => {
      const path = `${folder}/${name}`;
      const text = readText(path);
      return { path, text, value: parse(text) as unknown };
    });

/** Every object in a value, at whatever depth, itself included. */
export const objectsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] => {
  if (typeof value !== "object" || value === null) return [];
  const own = Array.isArray(value) ? [] : [value as Record<string, unknown>];
  return [...own, ...Object.values(value).flatMap(objectsIn)];
};
