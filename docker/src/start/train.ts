import { once } from "node:events";

import {
  defineError,
  readChampion,
  requireChampion,
  type BlobStore,
  type Champion,
} from "@despliega/storage";

import { startProcess } from "./process.js";
import type { Stop } from "./stop.js";
import { say } from "./say.js";

/** The trainer ended without a release to serve; its own message is above. */
export const TrainingFailed = defineError<{ exit: string }>(
  "TRAINING_FAILED",
  ({ exit }) =>
    `The trainer ended with ${exit}, so there is nothing to serve: see its last message above`,
);

/** Trains a model unless it has a champion already. @throws `TRAINING_FAILED` */
export const trainUnlessThere = async (
  store: BlobStore,
  model: string,
  environment: NodeJS.ProcessEnv,
  stop: Stop,
): Promise<Champion> => {
  const { champion } = await readChampion(store, model);
  if (champion !== undefined) {
    say(
      `Release    ${model} ${champion.version} is there already; train again with \`despliega train ${model}\``,
    );
    return champion;
  }
  say(`Training   ${model}`);
  const trainer = await startProcess(
    "@despliega/trainer/main.js",
    ["train", model],
    environment,
    stop,
  );
  const [code, signal] = (await once(trainer, "exit")) as [number | null, string | null];
  if (code !== 0) throw new TrainingFailed({ exit: signal ?? `exit code ${code}` });
  return requireChampion(store, model);
};
