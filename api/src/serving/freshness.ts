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
  readonly age: (now: number) => number;
  /** Seconds since the end of the day of the newest event, at least 0; undefined where it is not known. */
  readonly eventAge: (now: number) => number | undefined;
  /** Whether they are older than the model allows, by the newest event or, where that is not known, by when they were made. */
  readonly isStale: (now: number) => boolean;
}

/** A release, as far as the age of its features is concerned. */
export interface Fresh {
  readonly manifest: Manifest;
  readonly edition?: Release["edition"];
}

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

/** How old features are at a moment, as the detail of an answer says it. Ages are in whole seconds. */
export const freshnessDetail = (freshness: Freshness, now: number) => {
  const { edition, made, newestEvent, limit } = freshness;
  const eventAge = freshness.eventAge(now);
  return {
    edicion: edition,
    hechas: made,
    edad: Math.floor(freshness.age(now)),
    ultimo_evento: newestEvent,
    edad_del_evento: eventAge === undefined ? null : Math.floor(eventAge),
    ...(limit === undefined ? {} : { vencidas: freshness.isStale(now) }),
  };
};

/** Whether requests are refused now, since the features are older than the model allows. */
export const isRefused = ({ limit, isStale }: Freshness, now: number): boolean =>
  limit?.stale === "refuse" && isStale(now);
