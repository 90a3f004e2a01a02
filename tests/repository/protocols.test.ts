import { readdirSync } from "node:fs";
import { posix } from "node:path";

import { DOCUMENT_PARTS, PROTOCOLS } from "@despliega/api";
import { isOwnPath } from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { ROOT } from "./files.js";
import { importsOf } from "./imports.js";

const LIST = "src/protocols/protocols.ts";

/** What the protocols share that score rows. */
const SHARED = "rows";

const names = PROTOCOLS.map(({ name }) => name);

const imports = importsOf(`${ROOT}api/tsconfig.json`).map((found) => ({
  ...found,
  target: found.specifier.startsWith(".")
    ? posix.join(posix.dirname(found.file), found.specifier).replace(/\.js$/, ".ts")
    : found.specifier,
}));

const folderOf = (path: string): string | undefined =>
  names.find((name) => path.startsWith(`src/protocols/${name}/`));

test("every protocol has a folder of its name, and there is no other beside what they share", () => {
  const folders = readdirSync(`${ROOT}api/src/protocols`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(folders.toSorted()).toEqual([...names, SHARED].toSorted());
});

test("only their list reaches into the folders of the protocols", () => {
  const across = imports.filter(
    ({ file, target }) => folderOf(target) !== undefined && folderOf(target) !== folderOf(file),
  );
  expect(new Set(across.map(({ file }) => file))).toEqual(new Set([LIST]));
  expect(new Set(across.map(({ target }) => folderOf(target)))).toEqual(new Set(names));
});

test("no model may take a first segment of the api's own urls", () => {
  const segments = [
    ...PROTOCOLS.flatMap(({ roots }) => roots),
    ...DOCUMENT_PARTS.flatMap(({ endpoints }) =>
      endpoints.server.map(({ path }) => path.split("/")[1]!),
    ),
  ];
  expect(segments).toContain("readyz");
  // Express takes upper and lower case for the same.
  const taken = segments.flatMap((segment) => [segment, segment.toUpperCase()]);
  expect(taken.filter((segment) => isOwnPath(`/${segment}/:id`))).toEqual([]);
});

test("a thread that scores loads no web framework", () => {
  const reached = new Set(["src/protocols/rows/threads/worker.ts"]);
  for (const file of reached)
    for (const found of imports)
      if (found.file === file && !found.typeOnly) reached.add(found.target);
  expect(reached).toContain(LIST);
  expect(reached).toContain("zod");
  expect(reached).not.toContain("express");
});
