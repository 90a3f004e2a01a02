import { useEffect, useState } from "preact/hooks";

import type { Operation, RouteCounts } from "./about-types.js";
import { urls } from "./urls.js";
import { useAnswer } from "./use-answer.js";

/** Answers of a model between two looks, oldest first. */
export type Activity = ReadonlyMap<string, readonly number[]>;

const SECONDS = 10;

/** Looks that are kept: those of an hour. */
const MOST = 3_600 / SECONDS;

// The view may be left and come back.
let before: ReadonlyMap<string, number> | undefined;
let kept: Activity = new Map();

/** How many answers each model gave while the page was open, by the counts of the process; none without its operator's role. */
export const useActivity = (): Activity => {
  const { value } = useAnswer<Operation>(urls.operate, SECONDS);
  const [activity, setActivity] = useState(kept);
  useEffect(() => {
    if (value === undefined) return;
    const now = answersOf(value.requests);
    if (before !== undefined) kept = withLook(kept, before, now);
    before = now;
    setActivity(kept);
  }, [value]);
  return activity;
};

const withLook = (
  known: Activity,
  then: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): Activity =>
  new Map(
    [...now].map(([model, count]) => {
      // A process that started again counts from nothing.
      const more = Math.max(0, count - (then.get(model) ?? 0));
      return [model, [...(known.get(model) ?? []), more].slice(-MOST)];
    }),
  );

/** Good answers by model, but for those that only describe it. */
const answersOf = (requests: readonly RouteCounts[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { route, status, model, count } of requests) {
    const describes = route.startsWith("/v1/models/") && !route.endsWith("/prediction");
    if (model === "none") continue;
    counts.set(model, (counts.get(model) ?? 0) + (describes || status >= 400 ? 0 : count));
  }
  return counts;
};
