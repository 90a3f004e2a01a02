import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import type { Engine } from "@despliega/trainer/engine/engine.js";

/** Does work with an engine that is closed at its end. */
export const withEngine = async <Result>(
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> => {
  const spillDirectory = await mkdtemp(join(tmpdir(), "despliega-numbers-"));
  const engine = await openEngine({ memoryLimit: "1GB", spillDirectory });
  try {
    return await work(engine);
  } finally {
    await engine.close();
    await rm(spillDirectory, { recursive: true, force: true });
  }
};
