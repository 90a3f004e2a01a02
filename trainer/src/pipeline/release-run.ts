import type { BlobStore, Manifest } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { signatureText } from "../model/signature-text.js";
import { compare } from "../release/comparison.js";
import { makeParts } from "../release/parts.js";
import { promotionChecks } from "../release/promotion-checks.js";
import { publish } from "../release/publish.js";
import type { Rival } from "../release/rival.js";
import type { Run } from "../release/run.js";
import { signatureChange } from "../release/signature-change.js";
import type { Progress } from "./progress.js";

/** What releasing a run needs. */
export interface ReleaseContext {
  readonly store: BlobStore;
  readonly progress: Progress;
  /** Where the parts are written before they are published. */
  readonly directory: string;
  readonly commit: string | null;
  readonly now: () => Date;
}

/**
 * Makes the release of a run, compares it with the champion, and publishes it.
 *
 * @param rival the champion; undefined where there is none
 */
export const releaseRun = async (
  engine: Engine,
  run: Run,
  rival: Rival | undefined,
  { store, progress, directory, commit, now }: ReleaseContext,
): Promise<Manifest> => {
  const parts = await progress.step(
    "report",
    () => makeParts(engine, run, directory),
    (made) => ({ parts: made.length }),
  );
  const { champion, beside, comparison } = await compare(engine, run, rival);
  const { model, evaluated, certainty } = run;
  const { metrics } = evaluated.evaluation;
  const gates = promotionChecks(model, metrics, certainty.intervals.metrics, beside);
  const change = rival?.manifest && signatureChange(rival.manifest, run.fitted.features);
  if (change !== undefined)
    progress.notice(`the signature is not that of ${change.since}: it ${signatureText(change)}`);
  const compared = { champion, comparison, signatureChange: change };
  return progress.step(
    "publish",
    () => publish(store, { run, parts, gates, compared, commit, created: now() }),
    ({ version }) => ({ version }),
  );
};
