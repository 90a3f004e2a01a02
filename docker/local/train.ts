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

const MODEL = "riesgo";

/** The trainer ended without a release to serve; its own message stands above. */
export const TrainingFailed = defineError<{ exit: string }>(
  "TRAINING_FAILED",
  ({ exit }) =>
    `The trainer ended with ${exit}, so there is nothing to serve: see its message above`,
);

/** Trains the model unless it has a champion already. @throws `TRAINING_FAILED` */
export const trainUnlessThere = async (
  store: BlobStore,
  environment: NodeJS.ProcessEnv,
  stop: Stop,
): Promise<Champion> => {
  const { champion } = await readChampion(store, MODEL);
  if (champion !== undefined) {
    console.log(
      `Release    ${MODEL} ${champion.version} is there already; train anew with \`npm run train ${MODEL}\``,
    );
    return champion;
  }
  console.log(`Training   ${MODEL}`);
  const trainer = await startProcess(
    ["trainer/bin/despliega.js", "train", MODEL],
    environment,
    stop,
  );
  const [code, signal] = (await once(trainer, "exit")) as [number | null, string | null];
  if (code !== 0) throw new TrainingFailed({ exit: signal ?? `exit code ${code}` });
  return requireChampion(store, MODEL);
};
