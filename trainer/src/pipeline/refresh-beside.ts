import { DespliegaError, type DeclaredTerms, type ReadChampion } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import type { ObservationColumn, ObservationTable } from "../estimators/observation-table.js";
import type { Candidate } from "../release/candidate.js";
import { makeEdition, type Refreshed } from "../release/edition/make-edition.js";
import { readServedRelease } from "../release/edition/served-release.js";
import type { OnlineTables } from "../release/online/online-tables.js";
import { isIncomparable, type Rival } from "../release/rival.js";
import type { ReleaseContext } from "./release-candidate.js";

/** What refreshing a champion beside a candidate needs. */
export interface RefreshBesideContext extends Omit<ReleaseContext, "run"> {
  readonly tables: OnlineTables;
  /** A work directory. */
  readonly directory: string;
  readonly commit: string | null;
  readonly actor: string;
  readonly declared: DeclaredTerms;
  /** The pointer when the run began. */
  readonly read: ReadChampion;
}

/**
 * Lets a champion, whose candidate is held back, answer by features of the candidate's history, which its own SQL has made for
 * the comparison. Where that is not possible, a notice says why, and the champion's features stay as they are.
 *
 * @returns undefined where they stay
 */
export const refreshBeside = async (
  engine: Engine,
  candidate: Candidate,
  rival: Rival,
  { read, ...context }: RefreshBesideContext,
): Promise<Refreshed | undefined> => {
  const { champion } = read;
  const { found, manifest } = rival;
  const { model, observations, facts } = candidate;
  if (champion === undefined || manifest?.serving.by !== "key") return undefined;
  const { progress } = context;
  const stay = (reason: string): undefined => {
    progress.notice(`the features of ${model.name} ${rival.version} stay as they are: ${reason}`);
    return undefined;
  };
  if (isIncomparable(found)) return stay(found.reason);
  const { features } = found;
  if (features.from === "unknown") return stay("it does not hold its features.sql");
  try {
    const served = await readServedRelease(context.store, champion);
    const made = {
      observations:
        features.from === "own"
          ? features.observations
          : await unlabelled(engine, observations, manifest.serving.unknown === "new"),
      asOf: observations.asOf,
      newestEvent: observations.newestEvent,
      inputs: facts.lineage.inputs,
    };
    return await progress.step(
      "refresh",
      () =>
        makeEdition(engine, served, model, made, {
          ...context,
          read,
          consent: {},
          why: "newer history, of a training whose release was held back",
        }),
      ({ rows }) => ({ entities: rows }),
    );
  } catch (error) {
    if (!(error instanceof DespliegaError)) throw error;
    return stay(error.message);
  }
};

/** The observations of a candidate that have no label, with that of an entity without history where the champion serves it. */
const unlabelled = async (
  engine: Engine,
  { serving, unknown }: Candidate["observations"],
  isServed: boolean,
): Promise<ObservationTable> =>
  unknown === undefined || !isServed
    ? serving
    : engine.view<ObservationColumn>(
        `SELECT * FROM ${serving.name} UNION ALL SELECT * FROM ${unknown.name}`,
      );
