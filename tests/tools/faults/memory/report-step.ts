import { DespliegaError, memoryBlobStore } from "@despliega/storage";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { TrainDependencies } from "@despliega/trainer/pipeline/train.js";

import { publishedBlobsOf, trainOn } from "../../../trainer/support/runs.js";

/** Limits in MB, the largest first: the engine refuses one below what it holds. */
const LIMITS = [24, 20, 16, 12, 10, 8, 6, 5, 4, 3, 2, 1];

/** Takes memory from the engine until it has none to spare. */
const starve = async (engine: Engine): Promise<void> => {
  for (const megabytes of LIMITS)
    try {
      await engine.run(`SET memory_limit = '${megabytes}MB'`);
    } catch {
      return;
    }
};

/**
 * A run that loses its engine's memory when the step begins that draws the report and writes the tables beside each other.
 *
 * @returns what is not as promised, and whether that step failed for want of memory
 */
export const starveTheReport = async (): Promise<{
  readonly broken: string | undefined;
  readonly reached: boolean;
}> => {
  const store = memoryBlobStore();
  let engine: Engine | undefined;
  let failed: string | undefined;
  const wrap = (dependencies: TrainDependencies): TrainDependencies => ({
    ...dependencies,
    openEngine: async (options) => {
      // A confined engine keeps its settings, so this one is not confined.
      engine = { ...(await openEngine(options)), confine: async () => {} };
      return engine;
    },
    progress: {
      ...dependencies.progress,
      step: async (name, work, describe) => {
        if (name === "report") await starve(engine!);
        return dependencies.progress.step(name, work, describe).catch((error: unknown) => {
          failed = name;
          throw error;
        });
      },
    },
  });
  try {
    await trainOn(store, { threads: 1, wrap });
    return { broken: undefined, reached: false };
  } catch (error) {
    const reached = failed === "report";
    if (!(error instanceof DespliegaError) || error.code !== "ENGINE_OUT_OF_MEMORY")
      return { broken: `it fails with ${String(error)}`, reached };
    const blobs = await publishedBlobsOf(store);
    return { broken: blobs.length === 0 ? undefined : "something is published", reached };
  }
};
