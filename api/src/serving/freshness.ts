import type { Manifest, Release } from "@despliega/storage";

/** How old the features of a model by key are. Times are in ms since 1970. */
export interface Freshness {
  /** The edition of the features; null where they are those that the release was published with. */
  readonly edition: string | null;
  /** When they were made, as an ISO 8601 time. */
  readonly made: string;
  /** The day of the newest event behind them, as YYYY-MM-DD; null where it is not known. */
  readonly newestEvent: string | null;
  readonly limit: { readonly seconds: number; readonly stale: "tell" | "refuse" } | undefined;
  /** Seconds since they were made. */
  age(now: number): number;
  /** Seconds since the end of the day of the newest event, at least 0; undefined where it is not known. */
  eventAge(now: number): number | undefined;
  /** Whether they are older than the model allows, by the newest event or, where that is not known, by when they were made. */
  isStale(now: number): boolean;
}

type Fresh = Pick<Release, "edition"> & { readonly manifest: Manifest };

/** How old the features of a release are; undefined for a model by row, whose callers send them. */
export const freshnessOf = ({ manifest, edition }: Fresh): Freshness | undefined => {
  const { serving } = manifest;
  if (serving.by !== "key") return undefined;
  const made = edition?.created ?? manifest.created;
  const { newestEvent } = edition ?? manifest;
  const madeAt = Date.parse(made);
  const eventEnd = newestEvent === undefined ? undefined : Date.parse(newestEvent) + DAY;
  const { freshness: limit } = serving;
  const age = (now: number): number => Math.max(0, now - madeAt) / 1_000;
  const eventAge = (now: number): number | undefined =>
    eventEnd === undefined ? undefined : Math.max(0, now - eventEnd) / 1_000;
  const allowedUntil =
    limit === undefined ? Infinity : (eventEnd ?? madeAt) + limit.seconds * 1_000;
  return {
    edition: edition?.edition ?? null,
    made,
    newestEvent: newestEvent ?? null,
    limit,
    age,
    eventAge,
    isStale: (now) => now > allowedUntil,
  };
};

const DAY = 86_400_000;
