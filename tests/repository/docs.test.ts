import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

import { describe, expect, test } from "@jest/globals";
import { API_SETTINGS } from "@despliega/api";
import { PSEUDONYM_SETTINGS, STORAGE_SETTINGS } from "@despliega/storage";
import { EXIT } from "@despliega/trainer/cli/exit-codes.js";
import { TRAINER_SETTINGS } from "@despliega/trainer/pipeline/settings.js";

import { readPackage, readText, ROOT } from "./files.js";
import { codeWord, parseMarkdown, tableOf } from "./markdown.js";

const cli = parseMarkdown(readText("docs/cli.md"));
const settings = [
  ...new Set([...STORAGE_SETTINGS, ...PSEUDONYM_SETTINGS, ...TRAINER_SETTINGS, ...API_SETTINGS]),
].toSorted();

describe.each([
  ["README.es.md", "README.md"],
  ["docs/es/tutorial.md", "docs/tutorial.md"],
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

describe("settings", () => {
  test("are those of the table in docs/settings.md, each once", () => {
    const written = tableOf(parseMarkdown(readText("docs/settings.md")), "setting").map(
      ([name]) => codeWord(name!) ?? "",
    );
    expect(written.toSorted()).toEqual(settings);
  });

  test("stand in .env.example, each once and commented out", () => {
    const lines = readText(".env.example").split("\n");
    const named = lines.flatMap((line) => /^# ([A-Z_]+)=/.exec(line)?.[1] ?? []);
    expect(named.toSorted()).toEqual(settings);
    expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
  });
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
    links.filter((target) => !target.startsWith("../")).toSorted(),
  );
});

test("the README is one page", () => {
  for (const path of ["README.md", "README.es.md"])
    expect(readText(path).split("\n").length - 1).toBeLessThanOrEqual(130);
});

describe.each(DOCUMENTS)("%s", (path) => {
  const { links, code, fences } = parseMarkdown(readText(path));

  test("links to files that exist", () => {
    const files = links.filter((target) => !/^(?:https?:|#)/.test(target));
    const missing = files.filter((target) => !existsSync(join(ROOT, dirname(path), target)));
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

describe("the command line", () => {
  const help = async (...args: readonly string[]): Promise<string> =>
    (await promisify(execFile)(process.execPath, [`${ROOT}trainer/bin/despliega.js`, ...args]))
      .stdout;
  const words = (text: string, pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].map(([, word]) => word!).filter((word) => !/^-*help$/.test(word));
  const rows = tableOf(cli, "command").map(([command]) => codeWord(command!)!);
  const commands = words(rows.join("\n"), /^despliega (\w+)/gm);

  test("has the commands of the table in docs/cli.md", async () => {
    expect(commands).toEqual(words(await help("--help"), /^ {2}(\w+) /gm));
  });

  test("has the options of the table in docs/cli.md", async () => {
    const helps = await Promise.all(commands.map((command) => help(command, "--help")));
    const options = new Set(helps.flatMap((text) => words(text, /^ {2}(--[\w-]+)/gm)));
    expect(new Set(words(rows.join("\n"), /^(--[\w-]+)/gm))).toEqual(options);
  });

  test("has the exit codes of the table in docs/cli.md", () => {
    const codes = tableOf(cli, "exit code").map(([code]) => Number(codeWord(code!)));
    expect(codes).toEqual(Object.values(EXIT));
  });
});
