import type { BlobStore } from "../blob/blob-store.js";
import { accountsForDecisions } from "./accounts.js";
import { readChallenger } from "./challenger.js";
import { readChampion, type Named, type ReadChampion } from "./champion.js";
import { endsOfProtection, movesOf } from "./ends-of-protection.js";
import { readLedger } from "./ledger.js";
import { releaseBefore } from "./release-before.js";
import { unitOf } from "./unit.js";
import { findUnits, type FoundUnit } from "./version-blobs.js";

/** Rules that protect releases from a prune. */
export interface PruneRules {
  /** The number of newest releases that stay, promoted or not. Of editions only those stay that answer or did lately. */
  readonly keep: number;
  /** Milliseconds for which a version stays after its last write, and after it was last champion or predecessor. */
  readonly grace: number;
  /** Finds the versions and editions, as `unitOf` writes them, that kept decisions name. Default: none. */
  readonly deciding?: () => Promise<ReadonlySet<string>>;
  /**
   * The time from which on decisions are kept, in ms since 1970. What served since then and accounts for its decisions
   * stays, also where `deciding` does not find it, as in a wrong container. Default: no decisions are kept.
   */
  readonly decidingSince?: number;
}

/** The reason why a version stays or goes. */
export type PruneReason =
  | "champion"
  | "predecessor"
  | "challenger"
  | "newest"
  | "served within the grace"
  | "written within the grace"
  | "named by a decision"
  | "may be named by a decision"
  | "no champion yet"
  | "unfinished"
  | "half deleted"
  | "old";

/** One version of a model, or one edition of its features, complete or not. */
export interface SurveyedVersion {
  readonly version: string;
  /** Undefined for the version itself, whose blobs are counted without those of its editions. */
  readonly edition: string | undefined;
  readonly goes: boolean;
  readonly reason: PruneReason;
  readonly blobs: number;
  readonly bytes: number;
  /** The time of its last write, by the store's clock. */
  readonly modified: Date;
}

/** All versions of a model, newest first, each before its editions, and the pointer at that moment. */
export interface Survey {
  readonly pointer: ReadChampion;
  readonly versions: readonly SurveyedVersion[];
}

/** Lists all versions of a model and their editions, and decides for each whether it goes. @throws `RELEASE_INVALID` */
export const survey = async (
  store: BlobStore,
  model: string,
  { keep, grace, deciding = async () => new Set(), decidingSince = Infinity }: PruneRules,
): Promise<Survey> => {
  const now = (await store.now()).getTime();
  const pointer = await readChampion(store, model);
  const ledger = await readLedger(store, model);
  const named = await deciding();
  const found = await findUnits(store, model);
  const { champion } = pointer;
  const { challenger } = await readChallenger(store, model);

  const published = (unit: string): number => found.get(unit)?.published ?? -Infinity;
  const moves = movesOf(ledger, champion);
  const protectedUntil = endsOfProtection(moves, published);
  const releases = [...found.values()].filter((of) => of.edition === undefined);
  const newest = new Set(
    releases
      .filter((of) => of.published !== undefined)
      .sort((a, b) => b.published! - a.published! || (a.version < b.version ? 1 : -1))
      .slice(0, keep)
      .map(({ version }) => version),
  );
  const predecessors = [champion?.previous, champion && releaseBefore(moves, champion)];

  const judge = async (of: FoundUnit): Promise<PruneReason> => {
    const { version, edition, modified, published: manifest } = of;
    const isAt = (position: Named | null | undefined): boolean =>
      position?.version === version &&
      (edition === undefined || position.edition?.name === edition);
    if (isAt(champion)) return "champion";
    if (predecessors.some(isAt)) return "predecessor";
    if (challenger?.version === version && edition === undefined) return "challenger";
    if (now - modified < grace) return "written within the grace";
    if (manifest === undefined) return "unfinished";
    if (champion === undefined) return "no champion yet";
    if (edition === undefined && newest.has(version)) return "newest";
    if (named.has(unitOf(version, edition))) return "named by a decision";
    const until = protectedUntil.get(unitOf(version, edition)) ?? -Infinity;
    if (now - until < grace) return "served within the grace";
    const mayDecide = until >= decidingSince && (await accountsForDecisions(store, model, version));
    return mayDecide ? "may be named by a decision" : "old";
  };

  const surveyed = (of: FoundUnit, reason: PruneReason): SurveyedVersion => {
    const { version, edition, blobs, bytes, modified } = of;
    const goes = reason === "unfinished" || reason === "old";
    return { version, edition, goes, reason, blobs, bytes, modified: new Date(modified) };
  };
  const newestFirst = (a: FoundUnit, b: FoundUnit): number =>
    b.modified - a.modified ||
    (unitOf(a.version, a.edition) < unitOf(b.version, b.edition) ? 1 : -1);
  const versions: SurveyedVersion[] = [];
  for (const release of releases.toSorted(newestFirst)) {
    const whole = surveyed(release, await judge(release));
    versions.push(whole);
    const editions = [...found.values()].filter(
      ({ version, edition }) => version === release.version && edition !== undefined,
    );
    // An edition goes with its release.
    for (const edition of editions.sort(newestFirst))
      versions.push(surveyed(edition, whole.goes ? whole.reason : await judge(edition)));
  }
  return { pointer, versions };
};
