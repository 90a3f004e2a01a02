import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { NewPart } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { plotsOf } from "../../release/plots.js";
import type { Run } from "../../release/run.js";
import type { MadeCandidate } from "../release-candidate.js";
import { writeStage } from "./stage-directory.js";
import type { TrainedDescription } from "./trained-description.js";
import { inputFile, json, ordered } from "./write-prepared.js";

/**
 * Writes a candidate into a directory: the parts of its release, what a comparison with a champion reads, and its metrics and
 * curves for people and their tools.
 *
 * @param work the work directory of the run, where the engine may write
 */
export const writeTrained = async (
  engine: Engine,
  run: Run,
  { candidate, parts }: MadeCandidate,
  directory: string,
  work: string,
): Promise<void> => {
  const { facts, observations, test, testRows, scored } = candidate;
  const { serving, unknown } = observations;
  const files = new Map<string, NewPart["source"]>();
  for (const { name, source } of parts) files.set(partFile(name), source);
  await mkdir(join(work, "comparison"));
  const write = async (name: string, relation: Relation): Promise<void> => {
    const file = join(work, name);
    await engine.writeTable(await ordered(engine, relation), file);
    files.set(name, { file });
  };
  await write(COMPARISON.test, test);
  await write(COMPARISON.answers, scored);
  await write(COMPARISON.serving, serving);
  if (unknown !== undefined) await write(COMPARISON.unknown, unknown);
  for (const { dataset, file } of run.inputs) files.set(inputFile(dataset), { file });
  files.set("metrics.json", json(facts.metrics));
  for (const [name, text] of plotsOf(run)) files.set(`plots/${name}`, Buffer.from(text));
  const description: TrainedDescription = {
    facts,
    parts: parts.map(({ name, rows }) => ({ name, rows })),
    asOf: observations.asOf,
    newestEvent: observations.newestEvent,
    unknown: unknown !== undefined,
    testRows,
  };
  await writeStage(directory, "train", description, files);
};

/** The path of a part in the directory of a stage. */
export const partFile = (name: string): string => `parts/${name}`;

/** The tables that a comparison with a champion reads. */
export const COMPARISON = {
  /** The observations that the candidate is tested on. */
  test: "comparison/test.parquet",
  /** Its answers to them. */
  answers: "comparison/answers.parquet",
  serving: "comparison/serving.parquet",
  /** The observation of an entity without history. */
  unknown: "comparison/unknown.parquet",
} as const;
