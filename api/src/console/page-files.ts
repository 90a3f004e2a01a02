import { hash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** How a browser can take a file. */
export type Encoding = "br" | "gzip" | "identity";

/** A file of the console, in memory. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Readonly<Record<Encoding, Buffer>>;
  /** Without its quotes. */
  readonly digest: string;
}

const FOLDER = fileURLToPath(new URL("../../console/dist/page", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The files of the console by their names. @returns none where it was not built */
export const readPageFiles = (folder = FOLDER): ReadonlyMap<string, PageFile> => {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return new Map(
    names
      .filter((name) => extname(name) in TYPES)
      .map((name): [string, PageFile] => [name, readPageFile(join(folder, name))]),
  );
};

const readPageFile = (path: string): PageFile => {
  const identity = readFileSync(path);
  return {
    type: TYPES[extname(path)]!,
    bytes: { identity, br: readFileSync(`${path}.br`), gzip: readFileSync(`${path}.gz`) },
    digest: hash("sha256", identity, "base64url").slice(0, 22),
  };
};
