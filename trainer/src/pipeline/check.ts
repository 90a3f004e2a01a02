import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { BlobStore } from "@despliega/storage";

import { checkEngines } from "../check/check-engines.js";
import { checkModel } from "../check/check-model.js";
import { checkThreads, writeObservations } from "../check/check-threads.js";
import { checkWords } from "../check/check-words.js";
import type { Finding } from "../check/finding.js";
import { loadTests } from "../check/tests/load-tests.js";
import { runTests } from "../check/tests/run-tests.js";
import { cutOffOf } from "../dataset/cut-off.js";
import { openEngine } from "../engine/open-engine.js";
import type { Engine, SparkPlace } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { InputMissing } from "../errors/errors.js";
import { requirePast, runDayOf } from "../ingest/run-day.js";
import type { ModelDefinition } from "../model/model.js";
import { requireUsable } from "../model/require-usable.js";
import type { InputFile } from "../sources/input-file.js";
import type { InputPlace } from "../sources/place.js";
import type { Progress } from "./progress.js";
import { fetchInputs, ingestInputs } from "./read-inputs.js";
import type { TrainerSettings } from "./settings.js";
import { withWorkDirectory } from "../sources/work-directory.js";

/** What a check needs. */
export interface CheckDependencies {
  readonly store: BlobStore;
  readonly settings: Pick<
    TrainerSettings,
    "memoryLimit" | "maxRejected" | "personKeys" | "databases" | "databaseLimits"
  >;
  readonly progress: Progress;
  readonly now: () => Date;
}

/** What a check looks at. */
export interface CheckOptions {
  /** Places by data set, instead of those that the model names. */
  readonly inputs: ReadonlyMap<string, InputPlace>;
  /** The cut-off, as YYYY-MM-DD. Default: that of a training. */
  readonly asOf?: string | undefined;
  /** Most rows of the inputs that are altered. */
  readonly rows: number;
  /** The Spark that `features.sql` is to run on, too; `any` looks at its words alone. Default: DuckDB is enough. */
  readonly spark?: SparkPlace | "any" | undefined;
}

/** Threads of the second engine. */
const THREADS = 4;

/**
 * Tests the `features.sql` of a model: on the rows of its `tests.yaml`, and on altered copies of its inputs. Without an
 * input it runs the tests alone.
 *
 * @throws `MODEL_INVALID` and `INPUT_…` errors
 */
export const check = (
  model: ModelDefinition,
  { inputs: given, asOf, rows, spark }: CheckOptions,
  dependencies: CheckDependencies,
): Promise<readonly Finding[]> =>
  withWorkDirectory(async (work) => {
    // Beside the inputs, which its engines cannot read then.
    const directory = join(work, "check");
    await mkdir(directory);
    requirePast(model, asOf, runDayOf(dependencies.now()));
    await requireUsable(model);
    const tested = [
      ...(spark === undefined ? [] : await checkWords(model)),
      ...(await testsOf(model, dependencies, directory)),
    ];
    const file = join(directory, "observations.csv");
    let cutOff: string | null = null;
    const single = (engine: Engine, tables: readonly Relation[]) =>
      dependencies.progress.step("check", async () => {
        cutOff = await cutOffOf(engine, model, tables, {
          asOf,
          runDay: runDayOf(dependencies.now()),
        });
        await writeObservations(engine, model, cutOff, file);
        return checkModel(engine, model, tables, { asOf: cutOff, rows });
      });
    const both = (engine: Engine, tables: readonly Relation[]) =>
      dependencies.progress.step("spark", () =>
        onSpark(model, spark, (other) =>
          checkEngines(engine, other, model, tables, { asOf: cutOff, directory }),
        ),
      );
    const several = (engine: Engine) =>
      dependencies.progress.step("threads", () => checkThreads(engine, model, cutOff, file));
    try {
      // Once, since those of a database may be others the next moment.
      const inputs = await fetchInputs(model, given, {
        ...dependencies,
        directory: join(work, "inputs"),
      });
      const run = { model, inputs, directory, dependencies };
      const found = await withInputs(run, { threads: 1 }, async (engine, tables) => [
        ...(await single(engine, tables)),
        ...(spark === undefined ? [] : await both(engine, tables)),
      ]);
      if (found.some(({ check: name, verdict }) => name === "rows" && verdict === "fails"))
        return [...tested, ...found];
      const tablesFile = join(directory, "tables");
      return [
        ...tested,
        ...found,
        ...(await withInputs(run, { threads: THREADS, tablesFile }, several)),
      ];
    } catch (error) {
      if (!(error instanceof InputMissing)) throw error;
      const text = `nothing else is checked: ${error.message}`;
      return [...tested, { check: "input", verdict: "skipped", text }];
    }
  });

/** Runs work on a Spark. Rows about people are sent to none. */
const onSpark = async (
  { privacy }: Pick<ModelDefinition, "privacy">,
  spark: CheckOptions["spark"],
  work: (engine: Engine) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> => {
  const skipped = (text: string): readonly Finding[] => [
    { check: "spark", verdict: "skipped", text },
  ];
  if (privacy === "sensitive") return skipped("rows about people stay in the trainer");
  if (spark === undefined || spark === "any")
    return skipped("no cluster is named: set DESPLIEGA_ENGINE, or --engine spark://host:port");
  const engine = await openEngine({ memoryLimit: "256MB", spillDirectory: "", spark });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
};

const testsOf = async (
  model: ModelDefinition,
  { settings: { memoryLimit } }: CheckDependencies,
  directory: string,
): Promise<readonly Finding[]> => {
  const tests = loadTests(model);
  if (tests === undefined)
    return [{ check: "tests", verdict: "skipped", text: "the model has no tests.yaml" }];
  const spillDirectory = join(directory, "spill");
  const engine = await openEngine({ memoryLimit, threads: 1, spillDirectory });
  try {
    await engine.confine(directory);
    return await runTests(engine, model, tests);
  } finally {
    await engine.close();
  }
};

interface CheckRun {
  readonly model: ModelDefinition;
  readonly inputs: readonly InputFile[];
  readonly directory: string;
  readonly dependencies: CheckDependencies;
}

/** Runs work in an engine of its own, on the inputs of the model. */
const withInputs = async <Result>(
  { model, inputs, directory, dependencies }: CheckRun,
  options: { readonly threads: number; readonly tablesFile?: string },
  work: (engine: Engine, tables: readonly Relation[]) => Promise<Result>,
): Promise<Result> => {
  const { settings, progress, now } = dependencies;
  const spillDirectory = join(directory, "spill");
  const engine = await openEngine({
    memoryLimit: settings.memoryLimit,
    spillDirectory,
    ...options,
  });
  try {
    const ingested = await ingestInputs(engine, model, inputs, {
      settings,
      progress: options.threads === 1 ? progress : SILENT,
      directory,
      runDay: runDayOf(now()),
    });
    await engine.confine(directory);
    return await work(
      engine,
      ingested.inputs.map(({ table }) => table),
    );
  } finally {
    await engine.close();
  }
};

/** Tells nothing for a second time. */
const SILENT: Progress = {
  step: (_, work) => work(() => {}),
  notice: () => {},
  row: () => {},
  document: () => {},
  result: () => {},
};
