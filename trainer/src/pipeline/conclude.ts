import {
  loosenedSince,
  promote,
  requireDeclared,
  type BlobStore,
  type Champion,
  type Manifest,
  type ReadChampion,
} from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import type { Note } from "../records/run-record.js";
import type { Refreshed } from "../release/edition/make-edition.js";
import { heldBack } from "../release/held-back.js";
import type { OnlineTables } from "../release/online/online-tables.js";
import { publishOnline } from "../release/online/publish-online.js";
import type { Rival } from "../release/rival.js";
import { cannotTell } from "../release/undecided.js";
import type { Progress } from "./progress.js";
import { refreshBeside } from "./refresh-beside.js";
import { releaseCandidate, type MadeCandidate } from "./release-candidate.js";
import type { TrainerSettings } from "./settings.js";

/** The result of a run. */
export interface Trained {
  readonly manifest: Manifest;
  /** The new champion; undefined when the release is held back. */
  readonly champion: Champion | undefined;
  /** Why the release is held back, in clauses; none for a new champion. */
  readonly held: readonly string[];
  /** Whether it waits for somebody who consents to a release that is less strict than the champion. */
  readonly isLessStrict: boolean;
  /** The champion's features, made of the same history, where the release is held back and they could be made. */
  readonly refreshed?: Refreshed | undefined;
}

/** Is told the verdict on a release, and why it is held back, before it is promoted. */
export type Judged = (manifest: Manifest, held: readonly string[]) => void;

/** What concluding a run needs. */
export interface ConcludeContext {
  readonly store: BlobStore;
  readonly tables: OnlineTables;
  readonly settings: Pick<TrainerSettings, "actor" | "approvals" | "commit" | "sensitiveModels">;
  readonly progress: Progress;
  readonly now: () => Date;
  /** Takes what becomes known of the run, for its record. */
  readonly note: Note;
  /** The id of that record; undefined where the run is not on record. */
  readonly run: string | undefined;
  readonly judged: Judged;
  /** A work directory. */
  readonly directory: string;
  /** Reason to promote the release even where it cannot be compared with the champion. */
  readonly consent: string | undefined;
  /** Reason to promote the release even where it is less strict toward people than the champion. */
  readonly relaxed: string | undefined;
  /** The reason of the training; undefined where none is told. */
  readonly why: string | undefined;
  /** The pointer when the run began. */
  readonly before: ReadChampion;
}

/**
 * Publishes the release of a candidate. It becomes champion if it passes its promotion checks and nobody else moved the
 * pointer since the run began; else the champion's features are made of the newer history.
 *
 * @param rival the champion; undefined where there is none
 */
export const conclude = async (
  engine: Engine,
  made: MadeCandidate,
  rival: Rival | undefined,
  {
    store,
    tables,
    settings,
    progress,
    now,
    note,
    run,
    judged,
    directory,
    consent,
    relaxed,
    why,
    before,
  }: ConcludeContext,
): Promise<Trained> => {
  const { actor, approvals, commit, sensitiveModels: declared } = settings;
  const { facts } = made.candidate;
  requireDeclared(facts.model, facts, declared);
  const context = { store, progress, now };
  const manifest = await releaseCandidate(engine, made, rival, { ...context, run });
  const { model, version, metrics, gates, lineage, comparison } = manifest;
  note({ version, metrics, verdicts: gates, parameters: lineage.parameters });

  const looser = await loosenedSince(store, manifest, before.champion);
  const isLessStrict = looser.length > 0 && relaxed === undefined;
  const held = [
    ...heldBack(manifest, { consent, approvals }),
    ...(isLessStrict ? [lessStrict(before.champion!, looser)] : []),
  ];
  judged(manifest, held);
  if (held.length > 0) {
    const beside = { ...context, tables, directory, commit, actor, declared, read: before };
    const refreshed = rival && (await refreshBeside(engine, made.candidate, rival, beside));
    return { manifest, champion: undefined, held, isLessStrict, refreshed };
  }
  // Before the move, so that other services read the features of a new champion as soon as it is one.
  if (manifest.publish !== undefined)
    await progress.step(
      "tables",
      (tell) => publishOnline(store, tables, manifest, undefined, tell),
      (rows) => ({ rows }),
    );
  const move = {
    at: now(),
    by: actor,
    waived: approvals === "off",
    relaxed,
    declared,
    why: `${why === undefined ? "" : `${why}: `}${"imported" in lineage.parameters ? "imported" : "trained"}, and passed its promotion checks${cannotTell(manifest)}`,
    ...(comparison?.outcome === "impossible" ? { consent } : {}),
  };
  const champion = await promote(store, model, version, move, before);
  return { manifest, champion, held, isLessStrict };
};

const lessStrict = ({ version }: Champion, looser: readonly string[]): string =>
  `it is less strict than the champion ${version}: it ${looser.join(", and ")}`;
