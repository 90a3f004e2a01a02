import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The directory of the repository, with a slash at its end. */
export const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** A file of the repository as text. */
export const readText = (path: string): string => readFileSync(ROOT + path, "utf8");

/** What the tests read of a package.json. */
export interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** The package.json of a folder of the repository; "" is the root. */
export const readPackage = (folder: string): PackageJson =>
  JSON.parse(readText(folder === "" ? "package.json" : `${folder}/package.json`)) as PackageJson;
