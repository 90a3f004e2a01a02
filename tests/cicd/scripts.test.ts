import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";

import { describe, expect, test } from "@jest/globals";

import { readText, ROOT } from "../repository/files.js";
import { needing } from "../support/needing.js";
import { yamlFiles } from "./support/yaml-files.js";

const FOLDER = "cicd/scripts";
const scripts = readdirSync(ROOT + FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => `${FOLDER}/${name}`);
const shell = scripts.filter((path) => path.endsWith(".sh"));

const withShellcheck = needing(
  "shellcheck",
  spawnSync("shellcheck", ["--version"]).error === undefined,
);

const named = (text: string): readonly string[] =>
  [...text.matchAll(/cicd\/scripts\/[\w./-]+/g)].map(([path]) => path);

const pipelines = [...yamlFiles("cicd"), ...yamlFiles(".github/workflows")];

test("the pipelines name scripts that exist", () => {
  const missing = pipelines.flatMap(({ path, text }) =>
    named(text)
      .filter((script) => !scripts.includes(script))
      .map((script) => `${path}: ${script}`),
  );
  expect(missing).toEqual([]);
});

test("packages are installed without scripts of their own, wherever a pipeline or a script installs", () => {
  const lines = [...pipelines, ...shell.map((path) => ({ path, text: readText(path) }))]
    .concat({ path: "docs/deploy-to-azure.md", text: readText("docs/deploy-to-azure.md") })
    .flatMap(({ text }) => text.split("\n"))
    .filter((line) => /\bnpm (?:ci|i|install)\b/.test(line));
  expect(lines.length).toBeGreaterThan(6);
  expect(lines.filter((line) => !line.includes("--ignore-scripts"))).toEqual([]);
});

test("every script is named by a pipeline, another script or the documentation", () => {
  const used = new Set([
    ...pipelines.flatMap(({ text }) => named(text)),
    ...shell.flatMap((path) =>
      [...readText(path).matchAll(/\$\(dirname "\$0"\)\/([\w.-]+)/g)].map(
        ([, name]) => `${FOLDER}/${name}`,
      ),
    ),
    ...["cicd/README.md", "README.md"].flatMap((path) => named(readText(path))),
  ]);
  expect(scripts.filter((path) => !used.has(path))).toEqual([]);
});

test.each(scripts)("%s can be executed", (path) => {
  expect(statSync(ROOT + path).mode & 0o111).toBe(0o111);
});

describe.each(shell)("%s", (path) => {
  test("stops at the first thing that goes wrong", () => {
    const lines = readText(path).split("\n");
    expect(lines[0]).toBe("#!/usr/bin/env bash");
    expect(lines.find((line) => line !== "" && !line.startsWith("#"))).toBe("set -euo pipefail");
  });

  withShellcheck.test("has nothing that shellcheck minds", () => {
    const { stdout, status } = spawnSync("shellcheck", ["--external-sources", path], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  });
});
