import { setTimeout as wait } from "node:timers/promises";

import type { Target } from "./api.js";

/** A small request of somebody else, by key. */
export const SMALL = "/api/user/5008806/prediccion";

const EVERY_MS = 50;
const PATIENCE_MS = 5_000;

/** What somebody met who asked an api while it was attacked. */
export interface Bystander {
  /** The longest that an answer took, in milliseconds. */
  readonly worst: number;
  readonly answered: number;
  /** Requests that were not answered with 200. */
  readonly failed: readonly string[];
}

/** Asks as an honest caller, again and again, while an attack goes on. */
export const besides = async <T>(
  { url }: Target,
  attack: () => Promise<T>,
): Promise<readonly [T, Bystander]> => {
  const over = new AbortController();
  const asked = askUntil(url, over.signal);
  try {
    const result = await attack();
    over.abort();
    return [result, await asked];
  } finally {
    over.abort();
    await asked;
  }
};

const askUntil = async (url: string, over: AbortSignal): Promise<Bystander> => {
  let [worst, answered] = [0, 0];
  const failed: string[] = [];
  while (!over.aborted) {
    const started = performance.now();
    try {
      const answer = await fetch(url + SMALL, { signal: AbortSignal.timeout(PATIENCE_MS) });
      await answer.arrayBuffer();
      if (answer.status === 200) answered++;
      else failed.push(`${answer.status}`);
    } catch (error) {
      failed.push((error as Error).name);
    }
    worst = Math.max(worst, performance.now() - started);
    await wait(EVERY_MS);
  }
  return { worst, answered, failed };
};

/** How somebody else fared, in words. */
export const faredText = ({ worst, answered, failed }: Bystander): string =>
  `an honest caller had ${answered} of ${answered + failed.length} answers, the slowest in ${Math.round(worst)} ms`;
