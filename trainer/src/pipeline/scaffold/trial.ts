import { createSecretKey, randomBytes } from "node:crypto";

import { buildObservations } from "../../dataset/observations.js";
import { splitObservations } from "../../dataset/split.js";
import { openEngine } from "../../engine/open-engine.js";
import { ingestAll } from "../../ingest/ingest-all.js";
import type { PersonKeys } from "../../ingest/people.js";
import { runDayOf } from "../../ingest/run-day.js";
import { loadModel } from "../../model/load.js";
import { requireUsable } from "../../model/require-usable.js";
import { inputFromPlace } from "../../sources/input.js";
import type { InputPlace } from "../../sources/place.js";
import type { TrainerSettings } from "../settings.js";
import { withWorkDirectory } from "../../sources/work-directory.js";
import { measureAlone, type Alone } from "./alone.js";
import type { Draft } from "./draft.js";
import { emptyAmong } from "./empty-features.js";
import { exampleKey, exampleRow, type Example } from "./example.js";

/** What a first look at the observations of a model says. */
export interface Trial {
  readonly alone: readonly Alone[];
  /** Features without a value in what is learned from. */
  readonly empty: readonly string[];
  readonly example: Example;
}

/** What a trial needs. */
export interface TrialContext {
  readonly settings: Pick<
    TrainerSettings,
    "memoryLimit" | "threads" | "maxRejected" | "databaseLimits"
  >;
  readonly now: () => Date;
}

/**
 * Makes the observations of a model that was just written, as training would, and measures each feature alone.
 *
 * @throws what reading the file and running `features.sql` throw
 */
export const tryOut = (
  draft: Draft,
  folder: string,
  place: InputPlace,
  { settings, now }: TrialContext,
): Promise<Trial> =>
  withWorkDirectory(async (directory) => {
    const runDay = runDayOf(now());
    const model = loadModel(folder);
    await requireUsable(model);
    const { memoryLimit, threads, databaseLimits: limits } = settings;
    const { file } = await inputFromPlace("file", place, { directory, limits });
    const engine = await openEngine({ memoryLimit, threads, spillDirectory: `${directory}/spill` });
    try {
      const { inputs } = await ingestAll(engine, model, [{ file }], {
        directory,
        maxRejected: settings.maxRejected,
        keys: throwawayKeys(),
        runDay,
      });
      await engine.confine(directory);
      const tables = inputs.map(({ table }) => table);
      const { labelled, serving } = await buildObservations(engine, model, tables, { runDay });
      const { training } = await splitObservations(engine, labelled, model);
      return {
        alone: await measureAlone(engine, labelled, model.task, draft.features),
        empty: await emptyAmong(engine, training, draft.features),
        example:
          draft.keys.length > 0
            ? await exampleKey(engine, serving)
            : await exampleRow(engine, labelled, draft.features),
      };
    } finally {
      await engine.close();
    }
  });

/** Keys of people for tables that are gone with the trial. */
const throwawayKeys = (): PersonKeys => {
  const keys = [{ id: "trial", secret: createSecretKey(randomBytes(32)) }];
  return { pseudonym: keys, identity: keys };
};
