import {
  blobNames,
  challengeProblem,
  openRelease,
  readChallenger,
  ReleaseInvalid,
  type BlobStore,
  type Release,
} from "@despliega/storage";
import type { Logger } from "pino";

import { challengerRows, type ReadChallengerRow } from "./challenger-rows.js";

/** A release that is scored beside a champion. */
export interface OpenChallenger {
  readonly release: Release;
  /** The release that it challenges: its rows come from no other. */
  readonly champion: string;
  /** Of the answers, above 0 and at most 1. */
  readonly share: number;
  readonly readRow: ReadChallengerRow;
}

/**
 * Opens the challenger of a model. One that is open already is not opened again.
 *
 * @param champion the release that answers; without one there is nothing to challenge
 * @returns undefined where there is none
 * @throws `RELEASE_INVALID` for one that cannot be scored on the champion's requests, and what opening a release throws
 */
export const openChallenger = async (
  store: BlobStore,
  logger: Logger,
  champion: Release | undefined,
  before: OpenChallenger | undefined,
): Promise<OpenChallenger | undefined> => {
  if (champion === undefined) return undefined;
  const { model, version: answers } = champion.manifest;
  const { challenger } = await readChallenger(store, model);
  if (challenger === undefined || challenger.version === answers) return undefined;
  const { version, manifest, share } = challenger;
  if (before?.release.manifest.version === version && before.champion === answers)
    return { ...before, share };
  const release =
    before?.release.manifest.version === version
      ? before.release
      : await openRelease(store, model, version, manifest);
  const problem = challengeProblem(champion.manifest, release.manifest);
  if (problem !== undefined)
    throw new ReleaseInvalid({
      name: blobNames.challenger(model),
      problem: `its release ${problem}`,
    });
  logger.info({ model, version, champion: answers, share }, "challenger opened");
  return { release, champion: answers, share, readRow: challengerRows(champion.manifest, release) };
};
