import type { Expected, Figures, Manifest, Performance, Reference } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { literal } from "../../engine/sql.js";
import { scoreColumn } from "../answers/answer-lines.js";
import type { CountedTable } from "../answers/counted.js";
import type { Days } from "../days.js";
import { expectedFigures } from "../performance/expected-figures.js";
import type { JudgedForm } from "../performance/judged.js";
import { lossOf } from "../performance/loss.js";
import { performanceOf } from "../performance/performance-of.js";
import type { Sought } from "../performance/sought.js";
import { weekFrom, type JudgedAnswers } from "./judged-answers.js";

/** What performance is compared with. */
export interface PerformanceReference {
  readonly form: JudgedForm;
  readonly sought: Sought;
  readonly manifest: Pick<Manifest, "metrics" | "intervals">;
  readonly reference: Pick<Reference, "expected" | "servedRows" | "testRows">;
}

/** Measures answers whose outcomes are known. */
export const performanceIn = (
  engine: Engine,
  { table, groups, mature, known }: JudgedAnswers,
  answers: number,
  { from, to }: Days,
  { form, sought, manifest, reference }: PerformanceReference,
): Promise<Performance> => {
  const weeks: string[] = [];
  for (let week = 0; weekFrom(from, week) <= to; week++) weeks.push(weekFrom(from, week));
  return performanceOf(engine, table, {
    outcomes: { answers, mature, known },
    ...{ form, weeks, groups, sought },
    reference: manifest,
    referenceRows: reference.testRows,
  });
};

/** So many scores are taken into memory; of more, some evenly. */
const MOST = 1_000_000;

/** What the scores of a release in the window promise by themselves; undefined where it gave none. */
export const expectedIn = async (
  engine: Engine,
  { name }: CountedTable,
  outputs: number,
  version: string,
  by: PerformanceReference,
): Promise<Expected | undefined> => {
  const { cast, place } = engine.dialect;
  const where = `part = 0 AND version = ${literal(version)}`;
  const { answers } = await engine.row<{ answers: number }>(
    `SELECT count(*) AS answers FROM ${name} WHERE ${where}`,
  );
  if (answers === 0) return undefined;
  const step = Math.ceil(answers / MOST);
  const columns = Array.from({ length: outputs }, (_, i) => cast(scoreColumn(i), "double"));
  const scores = columns.map((): number[] => []);
  for await (const batch of engine.stream(
    `SELECT ${columns.join(", ")} FROM ${name} WHERE ${where} AND ${place} % ${step} = 0 ORDER BY ${place}`,
  ))
    batch.columns.forEach(({ values }, i) => {
      for (const score of (values as Float64Array).subarray(0, batch.rows)) scores[i]!.push(score);
    });
  if (scores[0]!.length === 0) return undefined;
  const figures = expectedFigures(
    scores.map((column) => Float64Array.from(column)),
    by.form,
  );
  const loss = lossBetween(by, figures, scores[0]!.length);
  return { answers: scores[0]!.length, figures, ...(loss === undefined ? {} : { loss }) };
};

/**
 * An estimate is compared with what the release's own scores promise, those of the entities that it serves, else those of its
 * test rows. The mix of cases moves it without end, so that only a loss as large as the sought one counts.
 */
const lossBetween = (
  { sought: { sought, relative }, reference }: PerformanceReference,
  figures: Figures,
  answers: number,
): Expected["loss"] => {
  const { expected, servedRows = 0, testRows } = reference;
  const [usual, rows] =
    expected?.served === undefined ? [expected?.test, testRows] : [expected.served, servedRows];
  const metric = relative ? "half_width" : "roc_auc";
  const [before, now] = [usual?.[metric], figures[metric]];
  if (before === undefined || now === undefined) return undefined;
  return lossOf({
    ...{ metric, sought, relative, tolerated: sought },
    reference: { figure: before, answers: rows },
    now: { figure: now, answers },
  });
};
