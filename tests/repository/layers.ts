import { posix } from "node:path";

import { readPackage, type PackageJson } from "./files.js";
import type { Import } from "./imports.js";

/** A folder of sources and what it may import. */
export interface Layer {
  readonly folder: string;
  /** Packages whose values may be used. */
  readonly values: ReadonlySet<string>;
  /** Packages of which only types may be used. */
  readonly types: ReadonlySet<string>;
}

/** A workspace may use what its own package.json declares; what it declares for development, as types only. */
export const workspaceLayer = (
  folder: string,
  manifest: PackageJson = readPackage(folder),
): Layer => ({
  folder,
  values: new Set([
    ...Object.keys(manifest.dependencies ?? {}),
    ...Object.keys(manifest.peerDependencies ?? {}),
  ]),
  types: new Set(Object.keys(manifest.devDependencies ?? {})),
});

/** A folder that no user installs may use what the root declares, and the workspaces named. */
export const rootLayer = (folder: string, workspaces: readonly string[]): Layer => ({
  folder,
  values: new Set([
    ...Object.keys(readPackage("").devDependencies ?? {}),
    ...workspaces.map((workspace) => readPackage(workspace).name),
  ]),
  types: new Set(),
});

/** The package of a specifier such as `@scope/name/sub/path.js`. */
export const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/** The imports that a layer may not have, each as one line. */
export const refused = ({ values, types }: Layer, imports: readonly Import[]): string[] =>
  imports
    .filter(({ file, specifier, typeOnly }) => {
      if (specifier.startsWith("node:")) return false;
      if (specifier.startsWith("."))
        return posix.join(posix.dirname(file), specifier).startsWith("../");
      const name = packageOf(specifier);
      return !values.has(name) && !(typeOnly && types.has(name));
    })
    .map(({ file, specifier }) => `${file} imports ${specifier}`);
