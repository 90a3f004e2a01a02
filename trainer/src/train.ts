import { join } from "node:path";

import {
  promote,
  readChampion,
  type BlobStore,
  type Champion,
  type Manifest,
} from "@despliega/storage";

import { openEngine, type Engine } from "./engine.js";
import { ingest } from "./ingest/ingest.js";
import { inputFromFile, inputFromStore } from "./input.js";
import { evaluate, fit } from "./learn.js";
import type { ModelDefinition } from "./model/model.js";
import { buildObservations } from "./observations.js";
import type { Progress } from "./progress.js";
import { compareWithChampion } from "./release/champion-metrics.js";
import { judge } from "./release/gates.js";
import { makeParts } from "./release/parts.js";
import { publish } from "./release/publish.js";
import type { TrainerSettings } from "./settings.js";
import { splitByTime } from "./split.js";
import { describeFeatures } from "./statistics.js";
import { withWorkDirectory } from "./work-directory.js";

/** What a run needs from outside. */
export interface TrainDependencies {
  readonly store: BlobStore;
  readonly settings: Pick<
    TrainerSettings,
    "memoryLimit" | "threads" | "maxRejected" | "commit" | "actor"
  >;
  readonly progress: Progress;
  readonly now: () => Date;
}

/** What a run may be told. */
export interface TrainOptions {
  /** A file to train on instead of the input in the container. */
  readonly input?: string | undefined;
  /** The cut-off, as YYYY-MM-DD. Default: the day after the last event. */
  readonly asOf?: string | undefined;
}

/** What came of a run. */
export interface Trained {
  readonly manifest: Manifest;
  /** The new champion; undefined when the gates did not let it through. */
  readonly champion: Champion | undefined;
}

/**
 * Takes a model from its history to a published release, and makes it the champion if it passes its gates and nobody
 * else moved the pointer since the run began.
 */
export const train = (
  model: ModelDefinition,
  options: TrainOptions,
  dependencies: TrainDependencies,
): Promise<Trained> =>
  withWorkDirectory(async (directory) => {
    const { memoryLimit, threads } = dependencies.settings;
    const spillDirectory = join(directory, "spill");
    const engine = await openEngine({ memoryLimit, threads, spillDirectory });
    try {
      return await run(model, options, dependencies, engine, directory);
    } finally {
      engine.close();
    }
  });

const run = async (
  model: ModelDefinition,
  { input: file, asOf }: TrainOptions,
  { store, settings, progress, now }: TrainDependencies,
  engine: Engine,
  directory: string,
): Promise<Trained> => {
  const before = await readChampion(store, model.name);
  const [definition] = model.inputs;

  const input = await progress.step(
    "input",
    () =>
      file === undefined
        ? inputFromStore(store, model.name, definition.dataset, directory)
        : inputFromFile(file),
    ({ bytes }) => ({ bytes }),
  );
  const ingested = await progress.step(
    "ingest",
    () =>
      ingest(engine, input.file, definition.columns, {
        table: definition.table,
        rejectedFile: join(directory, "rejected.csv"),
        maxRejected: settings.maxRejected,
      }),
    ({ read, kept, rejected }) => ({ read, kept, rejected }),
  );
  for (const message of warnings(ingested)) progress.notice(message);

  const observations = await progress.step(
    "features",
    () => buildObservations(engine, model, asOf),
    ({ asOf: day, labelled, serving }) => ({ as_of: day, labelled, serving }),
  );
  const split = await splitByTime(engine, model.split.testShare);
  const statistics = await describeFeatures(engine, "training", model.features);

  const fitted = await progress.step(
    "fit",
    () => fit(engine, model, split, statistics),
    ({ passes }) => ({ passes }),
  );
  const evaluation = await progress.step(
    "evaluate",
    () => evaluate(engine, model, split, statistics, fitted),
    ({ metrics }) => ({ roc_auc: Math.round(metrics["roc_auc"]! * 1e4) / 1e4 }),
  );

  const run = { model, input, ingested, observations, split, statistics, fitted, evaluation };
  const parts = await progress.step(
    "report",
    () => makeParts(engine, run, directory),
    (made) => ({ parts: made.length }),
  );
  const champion = await compareWithChampion(engine, store, before.champion, run);
  const gates = judge(model.gates, evaluation.metrics, champion?.metrics);
  const manifest = await progress.step(
    "publish",
    () => publish(store, { run, parts, gates, champion, commit: settings.commit, created: now() }),
    ({ version }) => ({ version }),
  );

  if (!gates.every(({ passed }) => passed)) return { manifest, champion: undefined };
  const move = { at: now(), by: settings.actor, why: "trained, and passed its gates" };
  return {
    manifest,
    champion: await promote(store, model.name, manifest.version, move, before),
  };
};

const warnings = ({
  ignoredColumns,
  lastLineEnds,
}: {
  readonly ignoredColumns: readonly string[];
  readonly lastLineEnds: boolean;
}): string[] => [
  ...(ignoredColumns.length > 0
    ? [`${ignoredColumns.length} columns of the file are not used`]
    : []),
  ...(lastLineEnds
    ? []
    : ["the last line has no line break: make sure that the file is not cut short"]),
];
