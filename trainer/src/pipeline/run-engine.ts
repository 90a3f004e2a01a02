import { join } from "node:path";

import type { Engine, SparkPlace } from "../engine/engine.js";
import { openEngine } from "../engine/open-engine.js";
import type { Progress } from "./progress.js";
import type { TrainerSettings } from "./settings.js";
import { withWorkDirectory } from "../sources/work-directory.js";

/** The engine of a run. */
export interface RunEngineOptions {
  readonly settings: Pick<TrainerSettings, "memoryLimit" | "threads"> &
    Partial<Pick<TrainerSettings, "spark">>;
  /** Is told when DuckDB runs although the settings name a Spark. Default: nobody is. */
  readonly progress?: Pick<Progress, "notice">;
  /** A Spark that takes the place of DuckDB. Default: none does. */
  readonly spark?: SparkPlace | undefined;
  /** Opens the SQL engine. Default: DuckDB, embedded. */
  readonly openEngine?: typeof openEngine;
}

/** Runs work with an engine and a directory of its own. Both are gone when the work has ended. */
export const withRunEngine = <T>(
  { settings, progress, spark, openEngine: open = openEngine }: RunEngineOptions,
  work: (engine: Engine, directory: string) => Promise<T>,
): Promise<T> =>
  withWorkDirectory(async (directory) => {
    const { memoryLimit, threads } = settings;
    if (settings.spark !== undefined && spark === undefined)
      progress?.notice(
        "DuckDB runs this: the Spark of DESPLIEGA_ENGINE is for `despliega train` and `despliega check` alone",
      );
    const spillDirectory = join(directory, "spill");
    const engine = await open({ memoryLimit, threads, spillDirectory, spark });
    try {
      return await work(engine, directory);
    } finally {
      await engine.close();
    }
  });
