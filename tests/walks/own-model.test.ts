import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";

import { readText, ROOT } from "../repository/files.js";
import { parseMarkdown } from "../repository/markdown.js";
import { temporaryDirectory } from "../support/temporary.js";
import { csvOf, spanishExport, vegaRows, type Row } from "../trainer/support/vega.js";
import { answerTo, wordsOf } from "../local/curl.js";
import { freePort, startProgram } from "../local/start.js";

const BIN = join(ROOT, "docker/bin/despliega.js");
const { fences } = parseMarkdown(readText("docs/own-model.md"));

const linesOf = (language: string): string[] =>
  fences
    .filter((fence) => fence.language === language)
    .flatMap(({ text }) => text.trim().split("\n"));

/** What `despliega new` prints where no terminal is. */
interface Written {
  readonly request: string;
  readonly choices: readonly {
    readonly column: string;
    readonly becomes: string;
    readonly why: string;
  }[];
}

/** Names that a Spanish workbook has for the columns of the table of cars, accents included. */
const SPANISH: Readonly<Record<string, string>> = {
  Name: "Nombre",
  Miles_per_Gallon: "Consumo",
  Cylinders: "Cilindros",
  Displacement: "Cilindrada",
  Horsepower: "Potencia",
  Weight_in_lbs: "Peso",
  Acceleration: "Aceleración",
  Year: "Año",
  Origin: "Origen",
};

const inSpanish = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [SPANISH[name]!, value]));

/** An answer of the docs. Its numbers may differ by what a change of an estimator makes. */
const near = (text: string): unknown =>
  Object.fromEntries(
    Object.entries(JSON.parse(text) as Record<string, unknown>).map(([name, value]) => [
      name,
      typeof value === "number" ? expect.closeTo(value, 1 - Math.floor(Math.log10(value))) : value,
    ]),
  );

test("five tables become five models that answer, word for word as the docs say", async () => {
  const directory = await temporaryDirectory();
  const files = {
    "penguins.csv": csvOf(vegaRows("penguins")),
    "coches.csv": spanishExport(vegaRows("cars").map(inSpanish)),
    "unemployment.csv": csvOf(vegaRows("unemployment-across-industries")),
    "movies.csv": csvOf(vegaRows("movies")),
  };
  for (const [name, content] of Object.entries(files))
    await writeFile(join(directory, name), content);
  const port = await freePort();
  const run = (words: readonly string[]) =>
    startProgram([BIN, ...words], { PORT: `${port}` }, directory);

  const written: Written[] = [];
  const commands = linesOf("sh").map((line) => wordsOf(line).slice(2));
  expect(commands.filter(([verb]) => verb === "new")).toHaveLength(5);
  for (const command of commands.filter(([verb]) => verb !== "start")) {
    const { ended, lines } = run(command);
    expect({ command, ...(await ended) }).toEqual({ command, code: 0, stderr: "" });
    if (command[0] === "new") written.push(JSON.parse(lines.at(-1)!) as Written);
  }

  expect(linesOf("console").filter((line) => line.startsWith("$ "))).toEqual(
    written.map(({ request }) => `$ ${request}`),
  );

  const rows = linesOf("text")
    .slice(1)
    .map((line) => line.split(/ {2,}/));
  expect(rows).toEqual(
    written[0]!.choices.map(({ column, becomes, why }) => [column, becomes, why]),
  );

  const { child, line, ended } = run(["start"]);
  try {
    await line("Ctrl-C stops everything.");
    const asked = linesOf("console");
    const answers: unknown[] = [];
    const documented: unknown[] = [];
    for (const [at, text] of asked.entries())
      if (text.startsWith("$ ")) {
        answers.push([text, await answerTo(text.slice(2), port)]);
        documented.push([text, near(asked[at + 1]!)]);
      }
    expect(answers).toEqual(documented);
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}, 600_000);
