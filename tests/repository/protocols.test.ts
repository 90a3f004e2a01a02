import { posix } from "node:path";

import { expect, test } from "@jest/globals";

import { ROOT } from "./files.js";
import { importsOf } from "./imports.js";

const LIST = "src/protocols/protocols.ts";

const imports = importsOf(`${ROOT}api/tsconfig.json`).map((found) => ({
  ...found,
  target: found.specifier.startsWith(".")
    ? posix.join(posix.dirname(found.file), found.specifier).replace(/\.js$/, ".ts")
    : found.specifier,
}));

const folderOf = (path: string): string | undefined => /^src\/protocols\/([^/]+)\//.exec(path)?.[1];

test("only their list reaches into the folders of the protocols", () => {
  const across = imports.filter(
    ({ file, target }) => folderOf(target) !== undefined && folderOf(target) !== folderOf(file),
  );
  expect(new Set(across.map(({ file }) => file))).toEqual(new Set([LIST]));
  expect(new Set(across.map(({ target }) => folderOf(target)))).toEqual(
    new Set(["by-key", "v1", "mlflow", "v2"]),
  );
});

test("a thread that scores loads no web framework", () => {
  const reached = new Set(["src/batch/worker.ts"]);
  for (const file of reached)
    for (const found of imports)
      if (found.file === file && !found.typeOnly) reached.add(found.target);
  expect(reached).toContain(LIST);
  expect(reached).toContain("zod");
  expect(reached).not.toContain("express");
});
