import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

import { describe, expect, test } from "@jest/globals";

import { SETTINGS } from "../tools/pages/settings.js";
import { readPackage, readText, ROOT } from "./files.js";
import { codeWord, parseMarkdown, tableOf } from "./markdown.js";

describe.each([
  ["README.es.md", "README.md"],
  ["docs/es/tutorial.md", "docs/tutorial.md"],
  ["docs/es/own-model.md", "docs/own-model.md"],
])("%s, the translation of %s", (translation, original) => {
  const spanish = parseMarkdown(readText(translation));
  const english = parseMarkdown(readText(original));

  test("has its headings, level by level", () => {
    expect(spanish.headings).toEqual(english.headings);
  });

  test("shows the same commands and answers", () => {
    expect(spanish.fences).toEqual(english.fences);
  });

  test("has the same tables, by size and by the code words of their first columns", () => {
    const shape = (table: readonly (readonly string[])[]) =>
      table.map((cells) => ({ columns: cells.length, word: codeWord(cells[0]!) }));
    expect(spanish.tables.map(shape)).toEqual(english.tables.map(shape));
  });
});

test("settings are in .env.example, each once and commented out", () => {
  const lines = readText(".env.example").split("\n");
  const named = lines.flatMap((line) => /^# ([A-Z_<>]+)=/.exec(line)?.[1] ?? []);
  expect(named.toSorted()).toEqual(Object.keys(SETTINGS).toSorted());
  expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
});

test(".env.example shows the defaults of docs/settings.md, or the form of a value", () => {
  const defaults = tableOf(parseMarkdown(readText("docs/settings.md")), "setting").map(
    ([name, , shown]) => [codeWord(name!), codeWord(shown!) ?? ""] as const,
  );
  const values = new Map(
    [...readText(".env.example").matchAll(/^# ([A-Z_<>]+)=(.*)$/gm)].map(([, name, value]) => [
      name,
      value!,
    ]),
  );
  const others = defaults.filter(([name, value]) => values.get(name) !== value);
  expect(others.filter(([name]) => !values.get(name)!.includes("…"))).toEqual([]);
});

const FOLDERS = ["", "api", "cicd", "data", "docker", "docs", "storage", "tests", "trainer"];

/** Every page of the repository. */
const DOCUMENTS = FOLDERS.flatMap((folder) =>
  readdirSync(ROOT + folder, { recursive: folder !== "", encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !/(?:^|\/)(?:node_modules|dist)\//.test(file))
    .map((file) => join(folder, file)),
);

test("every page of docs/ is in its table of contents", () => {
  const { links } = parseMarkdown(readText("docs/README.md"));
  const pages = DOCUMENTS.filter((path) => path.startsWith("docs/") && path !== "docs/README.md");
  expect(pages.map((path) => path.slice("docs/".length)).toSorted()).toEqual(
    [...new Set(links.map((target) => target.replace(/#.*/, "")))]
      .filter((target) => !target.startsWith("../"))
      .toSorted(),
  );
});

test.each([
  ["add a model", "add-a-model.md"],
  ["deploy", "deploy-to-azure.md"],
  ["watch", "operate.md#watch"],
  ["retrain on a schedule", "operate.md#retrain-on-a-schedule"],
  ["rotate a key", "operate.md#rotate-a-key"],
  ["read a release with other software", "release-format.md"],
])("the table of contents says where to read how to %s", (task, target) => {
  const tasks = tableOf(parseMarkdown(readText("docs/README.md")), "to");
  expect(tasks.find(([cell]) => cell === task)?.[1]).toContain(`(${target})`);
  expect(parseMarkdown(readText("README.md")).links).toContain("docs/README.md");
});

test("docs/operate.md lists every metric of the api's own, and no other", () => {
  const sources = readdirSync(`${ROOT}api/src`, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readText(`api/src/${file}`));
  const names = sources.flatMap((text) => [...text.matchAll(/"((?:despliega|http)_[a-z_]+)"/g)]);
  const written = tableOf(parseMarkdown(readText("docs/operate.md")), "metric");
  expect(new Set(written.map(([name]) => codeWord(name!)))).toEqual(
    new Set(names.map(([, name]) => name)),
  );
});

test("the README is one page", () => {
  for (const path of ["README.md", "README.es.md"])
    expect(readText(path).split("\n").length - 1).toBeLessThanOrEqual(130);
});

describe.each(DOCUMENTS)("%s", (path) => {
  const { links, code, fences } = parseMarkdown(readText(path));
  const local = links
    .filter((target) => !/^https?:/.test(target))
    .map((target) => {
      const [file, anchor] = target.split("#");
      return { file: file === "" ? path : join(dirname(path), file!), anchor };
    });

  test("links to files that exist", () => {
    const missing = local.filter(({ file }) => !existsSync(ROOT + file));
    expect(missing).toEqual([]);
  });

  test("links to headings that exist", () => {
    const missing = local.filter(
      ({ file, anchor }) =>
        anchor !== undefined && !parseMarkdown(readText(file)).anchors.includes(anchor),
    );
    expect(missing).toEqual([]);
  });

  test("names files that exist", () => {
    const files = code.filter((word) =>
      /^(?:api|cicd|data|docker|docs|storage|tests|trainer)\/[^<*]*$/.test(word),
    );
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test("runs scripts that package.json has", () => {
    const scripts = Object.keys(readPackage("").scripts ?? {});
    const commands = [...code, ...fences.map(({ text }) => text)].join("\n");
    const named = [...commands.matchAll(/\bnpm (?:run (\w+)|(start|test)\b)/g)];
    const unknown = named
      .map(([, script, short]) => script ?? short!)
      .filter((script) => !scripts.includes(script));
    expect(unknown).toEqual([]);
  });
});
