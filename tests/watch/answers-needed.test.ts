import { expect, jest, test } from "@jest/globals";
import { memoryBlobStore, type Figure } from "@despliega/storage";
import { lossOf, type Measurement } from "@despliega/trainer/monitor/performance/loss.js";
import { referenceFigure } from "@despliega/trainer/monitor/performance/reference-figure.js";
import { soughtOf, type Sought } from "@despliega/trainer/monitor/performance/sought.js";

import { readText } from "../repository/files.js";
import { parseMarkdown } from "../repository/markdown.js";
import { peliculas, riesgo, vih } from "../support/models.js";
import { sampleOf } from "../support/shipped-sample.js";
import { between } from "../tools/pages/pages.js";
import { trainOn } from "../trainer/support/runs.js";

// A training with a search takes its time on a busy machine.
jest.setTimeout(900_000);

const MODELS = [riesgo, vih, peliculas];

const rows = parseMarkdown(between(readText("docs/monitor.md"), "answers-needed")).tables[0]!;

/** How many answers a look needs, as it tells them itself. */
const neededOf = (sought: Sought, reference: Figure, tested: Measurement): number | null =>
  lossOf({ ...sought, reference: { figure: reference, answers: 0 }, now: tested }).needed;

const rounded = (answers: number | null): string =>
  answers === null ? "no number" : Number(answers.toPrecision(2)).toLocaleString("en");

test.each(MODELS)("the page tells how many answers find a loss of $name", async (model) => {
  const store = memoryBlobStore();
  const { manifest } = await trainOn(store, { model, inputs: await sampleOf(model) });
  const sought = soughtOf(manifest);
  const figure = referenceFigure(manifest, sought.metric)!;
  const tested = {
    figure,
    answers: manifest.cases![model.task === "regression" ? "mae" : "log_loss"]!,
  };
  const known: Figure = { value: figure.value, deviation: 0 };
  const [low, high] = figure.interval!.map((end) => end.toFixed(2));
  expect(rows.find(([name]) => name?.includes(model.name))?.slice(1)).toEqual([
    sought.relative ? "10 % of the MAE of the logarithm" : "0.03 ROC-AUC",
    `${figure.value.toFixed(2)} (${low} to ${high}) on ${tested.answers.toLocaleString("en")} rows`,
    rounded(neededOf(sought, known, tested)),
    rounded(neededOf(sought, figure, tested)),
  ]);
});
