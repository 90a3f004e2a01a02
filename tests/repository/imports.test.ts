import { readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join, posix } from "node:path";

import { beforeAll, describe, expect, test } from "@jest/globals";

import { temporaryDirectory } from "../support/temporary.js";
import { findCycle } from "./cycles.js";
import { readPackage, ROOT } from "./files.js";
import { importsOf, type Import } from "./imports.js";
import { HOUSES, strayed, upwards } from "./rooms.js";
import { packageOf, refused, rootLayer, workspaceLayer, type Layer } from "./layers.js";
import { closureOf } from "./lockfile.js";

const WORKSPACES = ["storage", "trainer", "api", "docker"];

const workspaceLayers = WORKSPACES.map((folder) => workspaceLayer(folder));
const layers: readonly Layer[] = [
  ...workspaceLayers,
  rootLayer("data", []),
  rootLayer("labs", WORKSPACES),
  rootLayer("tests", WORKSPACES),
];
const imports = new Map(
  layers.map(({ folder }) => [folder, importsOf(`${ROOT}${folder}/tsconfig.json`)]),
);

describe.each(layers)("$folder", (layer) => {
  test("imports only what it declares, and no file outside itself", () => {
    expect(imports.get(layer.folder)).not.toEqual([]);
    expect(refused(layer, imports.get(layer.folder)!)).toEqual([]);
  });

  test("has no files that import each other in a circle", () => {
    expect(findCycle(imports.get(layer.folder)!)).toBeUndefined();
  });
});

describe.each(Object.entries(HOUSES))("the rooms of %s", (workspace, { rooms, entries }) => {
  const own = imports.get(workspace)!;

  test("are the folders of its sources, and no file is outside but its entries", () => {
    const inside = readdirSync(`${ROOT}${workspace}/src`, { withFileTypes: true });
    const names = (folders: boolean) =>
      inside.filter((one) => one.isDirectory() === folders).map(({ name }) => name);
    expect(names(false).toSorted()).toEqual(entries);
    expect(names(true).toSorted()).toEqual(Object.keys(rooms).toSorted());
    expect(Object.keys(rooms).length).toBeLessThanOrEqual(19);
  });

  test("import only the rooms that they may", () => {
    expect(strayed(rooms, own)).toEqual([]);
  });

  test("may import only rooms below them, so that no two rooms need each other", () => {
    expect(upwards(rooms)).toEqual([]);
  });

  test("use every right that they have", () => {
    const used = new Set(
      strayed(Object.fromEntries(Object.keys(rooms).map((room) => [room, []])), own).map((line) =>
        line.replace(/^src\/([^/]+)\/.* imports src\/([^/]+)\/.*$/, "$1 $2"),
      ),
    );
    const listed = Object.entries(rooms).flatMap(([room, others]) =>
      others.map((other) => `${room} ${other}`),
    );
    expect(listed.filter((pair) => !used.has(pair))).toEqual([]);
  });
});

describe("rooms", () => {
  test("may not import what is not listed", () => {
    const planted = { file: "src/low/a.ts", specifier: "../high/b.js", typeOnly: true };
    expect(strayed({ low: [], high: [] }, [planted])).toEqual([
      "src/low/a.ts imports src/high/b.js",
    ]);
  });

  test("may not need each other", () => {
    expect(upwards({ low: ["high"], high: ["low"] })).toEqual(["low imports high"]);
  });
});

test("only the stores of Azure import its packages, types too", () => {
  const importing = [...imports].flatMap(([folder, all]) =>
    all
      .filter(({ specifier }) => specifier.startsWith("@azure/"))
      .map(({ file }) => `${folder}/${file}`),
  );
  expect(importing.length).toBeGreaterThan(5);
  expect(importing.filter((file) => !/^storage\/src\/(?:\w+\/)?azure\//.test(file))).toEqual([]);
});

// The command line brings Azurite, which storage can do without.
const PEERS = new Set(Object.keys(readPackage("storage").peerDependencies ?? {}));

test.each(workspaceLayers)("$folder uses every package that it declares", ({ folder, values }) => {
  const used = new Set(imports.get(folder)!.map(({ specifier }) => packageOf(specifier)));
  if (folder === "docker") for (const name of PEERS) used.add(name);
  expect([...values].filter((name) => !used.has(name))).toEqual([]);
});

test("api and trainer declare only storage of each other, and storage neither", () => {
  const own = (folder: string) =>
    [...workspaceLayer(folder).values].filter((name) => name.startsWith("@despliega/"));
  expect(own("storage")).toEqual([]);
  expect(own("trainer")).toEqual(["@despliega/storage"]);
  expect(own("api")).toEqual(["@despliega/storage"]);
});

test("no workspace imports the command line, and it alone has a bin", () => {
  const commands = WORKSPACES.map((folder) => readPackage(folder).bin);
  expect(commands.filter((bin) => bin !== undefined)).toEqual([{ despliega: "bin/despliega.js" }]);
  const importing = workspaceLayers.filter(({ values }) => values.has("despliega"));
  expect(importing).toEqual([]);
});

test.each(["api", "storage"])(
  "%s installs without the SQL engine and the drawing library",
  (folder) => {
    const closure = [...closureOf(folder)];
    expect(closure).toContain("zod");
    expect(closure.filter((name) => /duckdb|vega|azurite/.test(name))).toEqual([]);
  },
);

test("only releases and commands of the trainer import the report, types too", () => {
  const importing = imports
    .get("trainer")!
    .filter(({ file, specifier }) =>
      posix.join(posix.dirname(file), specifier).startsWith("src/report/"),
    )
    .map(({ file }) => file.split("/")[1]!);
  expect([...new Set(importing)].toSorted()).toEqual(["cli", "release", "report"]);
});

test("the trainer brings the SQL engine, so its absence elsewhere means something", () => {
  expect([...closureOf("trainer")]).toEqual(expect.arrayContaining(["@duckdb/node-api", "vega"]));
});

describe("planted imports", () => {
  let planted: Import[];

  beforeAll(async () => {
    const directory = await temporaryDirectory();
    await mkdir(join(directory, "src"));
    await writeFile(
      join(directory, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { module: "nodenext" }, include: ["src"] }),
    );
    await writeFile(
      join(directory, "src/a.ts"),
      `
      import "node:fs";
      import declared from "declared/sub/path.js";
      import type { A } from "for-types";
      import { type B } from "for-types/values";
      export * from "undeclared-export";
      export type { C } from "undeclared-type";
      import { b } from "./b.js";
      import { up } from "../../api/src/app.js";
      const text = "import 'in-a-string'"; // import "in-a-comment";
      const late = await import("undeclared-late");
      const old = require("undeclared-require");
      const json = createRequire(import.meta.url)("@undeclared/json");
      type D = import("undeclared-import-type").D;
      `,
    );
    await writeFile(join(directory, "src/b.ts"), 'export { late } from "./a.js";');
    planted = importsOf(join(directory, "tsconfig.json"));
  });

  test("are refused unless they are declared, whatever their form", () => {
    const manifest = {
      name: "planted",
      version: "1.0.0",
      dependencies: { declared: "1" },
      devDependencies: { "for-types": "1" },
    };
    expect(refused(workspaceLayer("planted", manifest), planted)).toEqual([
      "src/a.ts imports for-types/values",
      "src/a.ts imports undeclared-export",
      "src/a.ts imports undeclared-type",
      "src/a.ts imports ../../api/src/app.js",
      "src/a.ts imports undeclared-late",
      "src/a.ts imports undeclared-require",
      "src/a.ts imports @undeclared/json",
      "src/a.ts imports undeclared-import-type",
    ]);
  });

  test("in a circle are found", () => {
    expect(findCycle(planted)).toEqual(["src/a.ts", "src/b.ts", "src/a.ts"]);
  });
});
