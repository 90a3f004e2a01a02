import { readChampion, type BlobStore } from "@despliega/storage";

import type { Note } from "../../records/run-record.js";
import type { OnlineTables } from "../../release/online/online-tables.js";
import { meetRival } from "../../release/rival.js";
import { conclude, type ConcludeContext, type Judged, type Trained } from "../conclude.js";
import type { Progress } from "../progress.js";
import { withRunEngine, type RunEngineOptions } from "../run-engine.js";
import { openTrained } from "./open-trained.js";

/** What is published, and how. */
export interface PublishStageOptions {
  readonly model: string;
  /** A directory that `train --out` wrote. */
  readonly directory: string;
  /** Reason to promote the release even where it cannot be compared with the champion. Default: it is held back then. */
  readonly consent: string | undefined;
  /** Reason to promote a release that is less strict toward people than the champion. Default: it is held back then. */
  readonly relaxed?: string | undefined;
  /** The reason of the training, for the ledger. */
  readonly why?: string | undefined;
}

/** The dependencies of the stage. */
export interface PublishStageDependencies extends RunEngineOptions {
  readonly store: BlobStore;
  readonly tables: OnlineTables;
  readonly settings: RunEngineOptions["settings"] & ConcludeContext["settings"];
  readonly progress: Progress;
  readonly now: () => Date;
  readonly note: Note;
  /** The id of the record of this run. Default: it is not on record. */
  readonly run?: string | undefined;
  readonly judged: Judged;
}

/**
 * Makes a release of the very files of a directory, compares it with the champion, and promotes it if it passes its promotion
 * checks, as a training does.
 *
 * @throws what opening a trained candidate, publishing and promoting throw
 */
export const publishStage = (
  { model: name, directory: from, consent, relaxed, why }: PublishStageOptions,
  dependencies: PublishStageDependencies,
): Promise<Trained> =>
  withRunEngine(dependencies, async (engine, directory) => {
    const { store, tables, settings, progress, now, note, run, judged } = dependencies;
    const before = await readChampion(store, name);
    const { made, files } = await progress.step("open", () => openTrained(engine, from, name));
    note({ inputs: files });
    await engine.confine(directory);
    const { model, observations } = made.candidate;
    const ours = { model, asOf: observations.asOf };
    const rival = await meetRival(engine, store, ours, before.champion);
    const reach = { store, tables, settings, progress, now, note, run, judged };
    return conclude(engine, made, rival, { ...reach, directory, consent, relaxed, why, before });
  });
