import type { BlobStore } from "../blob/blob-store.js";
import { readChampion, type Champion, type ReadChampion } from "./champion.js";
import { readLedger } from "./ledger.js";
import { findVersions, type FoundVersion } from "./version-blobs.js";

/** Rules that protect releases from a prune. */
export interface PruneRules {
  /** The number of newest releases that stay, promoted or not. */
  readonly keep: number;
  /** Milliseconds for which a version stays after its last write, and after it was last champion or predecessor. */
  readonly grace: number;
}

/** The reason why a version stays or goes. */
export type PruneReason =
  | "champion"
  | "predecessor"
  | "newest"
  | "served within the grace"
  | "written within the grace"
  | "no champion yet"
  | "unfinished"
  | "half deleted"
  | "old";

/** One version of a model, complete or not. */
export interface SurveyedVersion {
  readonly version: string;
  readonly goes: boolean;
  readonly reason: PruneReason;
  readonly blobs: number;
  readonly bytes: number;
  /** The time of its last write, by the store's clock. */
  readonly modified: Date;
}

/** All versions of a model, newest first, and the pointer at that moment. */
export interface Survey {
  readonly pointer: ReadChampion;
  readonly versions: readonly SurveyedVersion[];
}

/** Lists all versions of a model, and decides for each whether it goes. @throws `RELEASE_INVALID` */
export const survey = async (
  store: BlobStore,
  model: string,
  { keep, grace }: PruneRules,
): Promise<Survey> => {
  const now = (await store.now()).getTime();
  const pointer = await readChampion(store, model);
  const ledger = await readLedger(store, model);
  const found = await findVersions(store, model);

  const published = (version: string): number => found.get(version)?.published ?? -Infinity;
  const protectedUntil = endsOfProtection(movesOf(ledger, pointer.champion), published);
  const newest = new Set(
    [...found.keys()]
      .filter((version) => published(version) > -Infinity)
      .sort((a, b) => published(b) - published(a) || (a < b ? 1 : -1))
      .slice(0, keep),
  );
  const { champion } = pointer;

  const judge = (version: string, { modified, published: manifest }: FoundVersion): PruneReason => {
    if (version === champion?.version) return "champion";
    if (version === champion?.previous?.version) return "predecessor";
    if (now - modified < grace) return "written within the grace";
    if (manifest === undefined) return "unfinished";
    if (champion === undefined) return "no champion yet";
    if (newest.has(version)) return "newest";
    if (now - (protectedUntil.get(version) ?? -Infinity) < grace) return "served within the grace";
    return "old";
  };

  const versions = [...found].map(([version, of]) => {
    const reason = judge(version, of);
    const { blobs, bytes } = of;
    const goes = reason === "unfinished" || reason === "old";
    return { version, goes, reason, blobs, bytes, modified: new Date(of.modified) };
  });
  versions.sort(
    (a, b) => b.modified.getTime() - a.modified.getTime() || (a.version < b.version ? 1 : -1),
  );
  return { pointer, versions };
};

// The ledger lacks the pointer's last move when that was interrupted before its record.
const movesOf = (ledger: readonly Champion[], champion: Champion | undefined): Champion[] => [
  ...ledger,
  ...(champion !== undefined && champion.sequence > (ledger.at(-1)?.sequence ?? 0)
    ? [champion]
    : []),
];

/**
 * The time at which each version was last the champion or its predecessor. A move has the time of its actor's clock, which
 * may be slow. By the store's clock, a move is later than the manifests of its release and of all earlier ones.
 */
const endsOfProtection = (
  moves: readonly Champion[],
  published: (version: string) => number,
): ReadonlyMap<string, number> => {
  const ends = new Map<string, number>();
  let before: Champion | undefined;
  let latest = -Infinity;
  for (const move of moves) {
    latest = Math.max(latest, published(move.version));
    const at = Math.max(latest, Date.parse(move.at));
    if (before !== undefined)
      for (const version of [before.version, before.previous?.version])
        if (version !== undefined) ends.set(version, at);
    before = move;
  }
  return ends;
};
