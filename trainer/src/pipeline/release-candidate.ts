import type { BlobStore, Manifest, NewPart } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { signatureText } from "../model/signature-text.js";
import { candidateOf, type Candidate } from "../release/candidate.js";
import { compare } from "../release/comparison.js";
import { makeParts } from "../release/parts.js";
import { promotionChecks } from "../release/promotion-checks.js";
import { publish } from "../release/publish.js";
import type { Rival } from "../release/rival.js";
import type { Run } from "../release/run.js";
import { signatureChange } from "../release/signature-change.js";
import type { Progress } from "./progress.js";

/** A candidate with the parts of its release. */
export interface MadeCandidate {
  readonly candidate: Candidate;
  readonly parts: readonly NewPart[];
}

/** What making the parts of a run needs. */
export interface MakeContext {
  readonly progress: Progress;
  /** Where the parts are written. */
  readonly directory: string;
  readonly commit: string | null;
  /** Labelled observations that are a CSV; more of them are Parquet parts. Default 5 million. */
  readonly csvRows?: number | undefined;
}

/** What publishing a candidate needs. */
export interface ReleaseContext {
  readonly store: BlobStore;
  readonly progress: Progress;
  readonly now: () => Date;
  /** The id of the record of this run; undefined where it is not on record. */
  readonly run: string | undefined;
}

/** Makes every part of the release of a run. Nothing is published. */
export const makeCandidate = async (
  engine: Engine,
  run: Run,
  { progress, directory, commit, csvRows }: MakeContext,
): Promise<MadeCandidate> => {
  const parts = await progress.step(
    "report",
    () => makeParts(engine, run, directory, csvRows),
    (made) => ({ parts: made.length }),
  );
  return { candidate: candidateOf(run, commit), parts };
};

/**
 * Compares a candidate with the champion, and publishes its release.
 *
 * @param rival the champion; undefined where there is none
 */
export const releaseCandidate = async (
  engine: Engine,
  { candidate, parts }: MadeCandidate,
  rival: Rival | undefined,
  { store, progress, now, run }: ReleaseContext,
): Promise<Manifest> => {
  const { champion, beside, comparison } = await compare(engine, candidate, rival);
  const { model, facts } = candidate;
  const gates = promotionChecks(model, facts.metrics, facts.intervals?.metrics ?? {}, beside);
  const change = rival?.manifest && signatureChange(rival.manifest, facts.features);
  if (change !== undefined)
    progress.notice(`the signature is not that of ${change.since}: it ${signatureText(change)}`);
  const compared = { champion, comparison, signatureChange: change };
  return progress.step(
    "publish",
    () => publish(store, { facts: { ...facts, run }, parts, gates, compared, created: now() }),
    ({ version }) => ({ version }),
  );
};
