import type { BlobStore, Champion } from "@despliega/storage";

import { buildObservations, type Observations } from "../dataset/observations.js";
import type { Engine } from "../engine/engine.js";
import type { IngestedAll } from "../ingest/ingest-all.js";
import type { ModelDefinition } from "../model/model.js";
import { meetRival, type Rival } from "../release/rival.js";
import { lookForLeak } from "./look-for-leak.js";
import type { Progress } from "./progress.js";

/** What making the features of a run needs. */
export interface FeaturesContext {
  readonly store: BlobStore;
  readonly progress: Progress;
  readonly runDay: string;
  readonly asOf: string | undefined;
  /** The champion, which makes its own features of the same inputs. */
  readonly champion: Champion | undefined;
  /** Reason to go on although a feature leaks. Default: such a model is refused. */
  readonly acceptLeak: string | undefined;
}

/** The features of a run, its own and its champion's. */
export interface MadeFeatures {
  readonly observations: Observations;
  readonly rival: Rival | undefined;
  /** Why a leak was accepted; undefined where there is none. */
  readonly acceptedLeak: string | undefined;
}

/**
 * Runs `features.sql` and that of the champion, and looks for a leak.
 *
 * @throws `FEATURE_LEAKS`, and what {@link buildObservations} throws
 */
export const makeFeatures = async (
  engine: Engine,
  model: ModelDefinition,
  { inputs }: IngestedAll,
  { store, progress, runDay, asOf, champion, acceptLeak }: FeaturesContext,
): Promise<MadeFeatures> => {
  const { leak, unseen, ...made } = await progress.step(
    "features",
    async () => {
      const tables = inputs.map(({ table }) => table);
      const observations = await buildObservations(engine, model, tables, { asOf, runDay });
      const looked = await lookForLeak(engine, model, tables, observations.asOf);
      if (looked.leak !== undefined && acceptLeak === undefined) throw looked.leak;
      const ours = { model, asOf: observations.asOf };
      const rival = await meetRival(engine, store, ours, champion);
      return { observations, rival, ...looked };
    },
    ({ observations: { asOf: day, rows } }) => ({
      ...(day === null ? {} : { as_of: day }),
      ...rows,
    }),
  );
  if (leak !== undefined) progress.notice(leak.message);
  if (unseen !== undefined)
    progress.notice(
      `no leak was looked for, as ${unseen} is large and has no time; run \`despliega check ${model.name}\` on a sample`,
    );
  return { ...made, acceptedLeak: leak && acceptLeak };
};
