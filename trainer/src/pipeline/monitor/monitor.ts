import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import {
  countOverrides,
  openRelease,
  type BlobStore,
  type DayVolume,
  type Manifest,
  type Monitoring,
  type Reference,
  type Release,
} from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import type { ModelDefinition, MonitorDefinition } from "../../model/model.js";
import { severalClasses } from "../../model/classes.js";
import { secondsIn } from "../../model/duration.js";
import { readAnswerLines, type AnswerLines } from "../../monitor/answers/answer-lines.js";
import { countAnswers } from "../../monitor/answers/count-answers.js";
import { countedBins } from "../../monitor/answers/counted-bins.js";
import { countedAnswers } from "../../monitor/answers/counted.js";
import { tornLines, volumeOf } from "../../monitor/answers/volume.js";
import { featureDays } from "../../monitor/data/feature-days.js";
import { faultsOf, featureDataOf } from "../../monitor/data/faults.js";
import { eachDay, spansOf, type Days, type Spans } from "../../monitor/days.js";
import { driftOf, type DriftRules } from "../../monitor/drift/drift-of.js";
import { verdictOn, type Findings } from "../../monitor/verdict.js";
import type { Progress } from "../progress.js";
import { withRunEngine, type RunEngineOptions } from "../run-engine.js";
import { contributionFound } from "./contribution.js";
import { dayFiles } from "./day-files.js";
import { referenceOf } from "./reference-of.js";
import { peopleCounted, type PeopleCounted } from "./people.js";
import { performanceFound } from "./performance.js";
import { sameFeatures, type SameFeatures } from "./same-features.js";

/** What is looked at. */
export interface MonitorOptions {
  readonly model: Pick<ModelDefinition, "name" | "monitor" | "threshold" | "decisions">;
  /** The release whose reference answers are compared with. */
  readonly version: string;
  /** Length of the window. */
  readonly days: number;
  /** Its last day, as YYYY-MM-DD in UTC. */
  readonly until: string;
}

/** The dependencies of a look at a model. */
export interface MonitorDependencies extends RunEngineOptions {
  /** Of the releases. */
  readonly store: BlobStore;
  /** Of the recorded answers. */
  readonly predictions: BlobStore;
  readonly progress: Progress;
}

/**
 * Looks at the recorded answers of a model: how many there are and what is wrong with them, how far features and scores moved, and
 * what follows from that. The same answers and options give the same document.
 */
export const monitor = (
  options: MonitorOptions,
  dependencies: MonitorDependencies,
): Promise<Monitoring> =>
  withRunEngine(dependencies, async (engine, directory) => {
    await engine.confine(directory);
    const looked = await look(engine, directory, options, dependencies);
    const found = await withOverrides(looked, options.model, dependencies.predictions);
    return { ...found, ...verdictOn(found) };
  });

const look = async (
  engine: Engine,
  directory: string,
  { model, version, days, until }: MonitorOptions,
  { store, predictions, progress }: MonitorDependencies,
): Promise<Findings> => {
  const { name, monitor: rules = {} } = model;
  const release = await progress.step("open", () => openRelease(store, name, version));
  const { manifest } = release;
  const fitted = { description: manifest, modelJson: JSON.parse(release.modelJson) as unknown };
  const reference = await referenceOf(engine, store, manifest, fitted, directory);
  const spans = spansOf({
    ...{ until, days },
    maturity: daysIn(rules.maturity) ?? 0,
    outcomes: daysIn(rules.outcomes) ?? days,
  });
  if (manifest.privacy === "sensitive")
    return progress.step("read", () =>
      lookAtPeople(predictions, { reference, manifest, spans, rules }),
    );
  const lines = await progress.step(
    "read",
    (tell) =>
      readLines(engine, directory, release, daysToRead(spans), predictions, (bytes) =>
        tell(`${(bytes / 1e6).toFixed(0)} MB`),
      ),
    () => ({ days: daysToRead(spans).length }),
  );
  const same = await sameFeatures(engine, store, lines, manifest);
  const data = await progress.step(
    "data",
    () => dataOf(engine, lines, same, { reference, manifest, spans, rules }),
    ({ faults }) => ({ faults: faults.length }),
  );
  const { table, counted, drift } = await progress.step(
    "drift",
    () => driftIn(engine, lines, same, { reference, manifest, spans, rules }),
    (of) => ({ counted: of.counted.window }),
  );
  const asked = await answersIn(engine, lines, same, spans.window);
  const performance = await progress.step("performance", () =>
    performanceFound(engine, store, directory, {
      ...{ model, manifest, reference, lines, asked },
      answers: same.answers,
      counted: table,
      outputs: release.scorer.outputs,
      mature: spans.mature,
    }),
  );
  const contribution = await progress.step("contribution", () =>
    contributionFound(engine, store, directory, release, table),
  );
  const windowOf = async (span: Days, of: number) => ({
    ...span,
    answers: await answersIn(engine, lines, same, span),
    counted: of,
  });
  return {
    format: "despliega-monitoring",
    formatVersion: 1,
    ...{ model: name, version },
    window: await windowOf(spans.window, counted.window),
    before: await windowOf(spans.before, counted.before),
    ...{ data, drift },
    ...performance,
    ...(contribution === undefined ? {} : { contribution }),
  };
};

/** Adds how many decisions of the window people decided otherwise, of a model that accounts for its decisions. */
const withOverrides = async (
  found: Findings,
  { name, decisions }: MonitorOptions["model"],
  predictions: BlobStore,
): Promise<Findings> => {
  if (decisions === undefined) return found;
  const days = await countOverrides(predictions, name);
  const counts = eachDay(found.window).map((day) => days.get(day) ?? 0);
  const overridden = counts.reduce((sum, count) => sum + count, 0);
  return { ...found, data: { ...found.data, overridden } };
};

/** Of a model about people only counts are known: no answer, no key and no outcome. */
const lookAtPeople = async (
  predictions: BlobStore,
  { reference, manifest, spans, rules }: Guide,
): Promise<Findings> => {
  const { model, version, classes } = manifest;
  const [now, before] = [
    await peopleCounted(predictions, model, spans.window),
    await peopleCounted(predictions, model, spans.before),
  ];
  const of = ({ lines }: PeopleCounted) =>
    countedBins(
      reference,
      lines.filter((line) => line.version === version),
    );
  const [counted, earlier] = [of(now), of(before)];
  const windowOf = (span: Days, count: number) => ({ ...span, answers: count, counted: count });
  const { days, torn, lines } = now;
  return {
    format: "despliega-monitoring",
    formatVersion: 1,
    ...{ model, version },
    window: windowOf(spans.window, counted.counted),
    before: windowOf(spans.before, earlier.counted),
    data: {
      ...{ days: [...days], torn },
      otherFeatures: lines.filter((line) => line.version !== version).length,
      ...{ features: [], faults: [] },
    },
    drift: driftOf(reference, counted, earlier, rulesOf(rules), severalClasses({ classes })),
    challengers: [],
  };
};

/** What a look is guided by. */
interface Guide {
  readonly reference: Reference;
  readonly manifest: Manifest;
  readonly spans: Spans;
  readonly rules: MonitorDefinition;
}

const daysIn = (duration: string | undefined): number | undefined =>
  duration === undefined ? undefined : secondsIn(duration) / 86_400;

/** The days of all spans, each once, in their order. */
const daysToRead = ({ window, before, mature }: Spans): string[] =>
  [...new Set([window, before, mature].flatMap(eachDay))].toSorted();

const readLines = async (
  engine: Engine,
  directory: string,
  { manifest: { model, features }, scorer }: Release,
  days: readonly string[],
  predictions: BlobStore,
  told: (bytes: number) => void,
): Promise<AnswerLines> => {
  const empty = join(directory, "no-answers.jsonl");
  await writeFile(empty, "");
  const files = dayFiles(predictions, model, days, directory, told);
  return readAnswerLines(engine, files, { features, outputs: scorer.outputs }, empty);
};

const dataOf = async (
  engine: Engine,
  lines: AnswerLines,
  { answers, others }: SameFeatures,
  { reference, manifest, spans: { window }, rules }: Guide,
): Promise<Findings["data"]> => {
  const volume: DayVolume[] = await volumeOf(engine, lines, window);
  const days = await featureDays(engine, lines, answers, reference, manifest.features, window);
  return {
    days: volume,
    torn: await tornLines(engine, lines, window),
    otherFeatures: others,
    features: days.length === 0 ? [] : featureDataOf(reference, days),
    faults: faultsOf(reference, days, rules.fault ?? FAULT),
  };
};

const driftIn = async (
  engine: Engine,
  lines: AnswerLines,
  { answers }: SameFeatures,
  { reference, manifest, spans, rules }: Guide,
) => {
  const table = await countedAnswers(engine, lines, answers, spans);
  const { features, version, classes } = manifest;
  const { now, before } = await countAnswers(engine, table, reference, features, version);
  return {
    table,
    counted: { window: now.counted, before: before.counted },
    drift: driftOf(reference, now, before, rulesOf(rules), severalClasses({ classes })),
  };
};

/** Indexes from which on a difference is commonly called large. */
const PSI = 0.25;

/** So many answers keep the index of ten bins below {@link PSI} where nothing moved. */
const LEAST = 200;

const FAULT = 0.3;

const rulesOf = ({ psi = PSI, least = LEAST, features = {} }: MonitorDefinition): DriftRules => ({
  psi,
  least,
  psiOf: Object.fromEntries(Object.entries(features).map(([name, of]) => [name, of.psi])),
});

const answersIn = async (
  engine: Engine,
  { name }: AnswerLines,
  { answers }: SameFeatures,
  { from, to }: Days,
): Promise<number> =>
  (
    await engine.row<{ n: number }>(
      `SELECT count(*) AS n FROM ${name} WHERE ${answers} AND day BETWEEN '${from}' AND '${to}'`,
    )
  ).n;
