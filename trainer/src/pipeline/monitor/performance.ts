import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import {
  streamOutcomes,
  type BlobStore,
  type Manifest,
  type Monitoring,
  type Reference,
} from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { literal } from "../../engine/sql.js";
import type { ModelDefinition } from "../../model/model.js";
import type { AnswerLines } from "../../monitor/answers/answer-lines.js";
import type { CountedTable } from "../../monitor/answers/counted.js";
import type { Days } from "../../monitor/days.js";
import { challengersFound } from "./challengers.js";
import { judgedAnswers } from "../../monitor/outcomes/judged-answers.js";
import {
  expectedIn,
  performanceIn,
  type PerformanceReference,
} from "../../monitor/outcomes/performance-in.js";
import { readOutcomes, type Outcomes } from "../../monitor/outcomes/read-outcomes.js";
import type { JudgedForm } from "../../monitor/performance/judged.js";
import { soughtOf } from "../../monitor/performance/sought.js";

/** What performance is measured on. */
export interface Measured {
  readonly model: Pick<ModelDefinition, "monitor" | "threshold">;
  readonly manifest: Manifest;
  readonly reference: Reference;
  readonly lines: AnswerLines;
  /** SQL that is true of the lines that are answers with the features of the release. */
  readonly answers: string;
  readonly counted: CountedTable;
  readonly outputs: number;
  /** Days whose answers are old enough to have outcomes. */
  readonly mature: Days;
  /** Answers of the window. */
  readonly asked: number;
}

/** The part of a document that is about performance. */
export type PerformanceFound = Pick<
  Monitoring,
  "outcomes" | "performance" | "expected" | "challengers"
>;

/**
 * Measures the answers of a release whose outcomes are known, and what its scores in the window promise by themselves. Answers of
 * other releases say nothing of this one, and are left out.
 */
export const performanceFound = async (
  engine: Engine,
  store: BlobStore,
  directory: string,
  measured: Measured,
): Promise<PerformanceFound> => {
  const { model, manifest, reference, lines, answers, counted, outputs, mature, asked } = measured;
  const { version, features } = manifest;
  const file = join(directory, "outcomes.jsonl");
  await pipeline(Readable.from(streamOutcomes(store, manifest.model)), createWriteStream(file));
  const outcomes = await readOutcomes(engine, file, manifest);
  const by = referenceBy(model, manifest, reference);
  const judged = await judgedAnswers(engine, {
    ...{ lines, mature, outcomes, outputs, features },
    answers: `${answers} AND version = ${literal(version)}`,
    groups: model.monitor?.groups ?? [],
  });
  const expected = await expectedIn(engine, counted, outputs, version, by);
  return {
    outcomes: {
      ...mature,
      contradicting: outcomes.contradicting,
      unknown: await unknownIds(engine, outcomes, lines, mature),
    },
    ...(judged.known === 0
      ? {}
      : { performance: await performanceIn(engine, judged, asked, mature, by) }),
    ...(expected === undefined ? {} : { expected }),
    challengers: await challengersFound(engine, store, {
      ...{ lines, judged, manifest, outputs },
      form: by.form,
    }),
  };
};

const referenceBy = (
  { monitor, threshold }: Measured["model"],
  manifest: Manifest,
  reference: Reference,
): PerformanceReference => {
  const { task, classes, scale, costs, interval } = manifest;
  const form: JudgedForm = {
    ...{ task, classes, scale, costs, interval },
    threshold: manifest.threshold,
    ...(threshold !== undefined && "falseAlarm" in threshold ? { alarms: threshold } : {}),
  };
  return { form, sought: soughtOf(form, monitor?.loss), manifest, reference };
};

/** How many ids have an outcome, are of these days by their own time, and of no answer. */
const unknownIds = async (
  engine: Engine,
  { byId }: Outcomes,
  { name }: AnswerLines,
  { from, to }: Days,
): Promise<number> => {
  const digits = (day: string) => day.replaceAll("-", "");
  const { n } = await engine.row<{ n: number }>(`
    SELECT count(*) AS n FROM ${byId.name} AS o
    WHERE substr(o.id, 1, 8) BETWEEN '${digits(from)}' AND '${digits(to)}'
      AND NOT EXISTS (SELECT 1 FROM ${name} AS a WHERE a.id = o.id)`);
  return n;
};
