import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

import { defineError } from "@despliega/storage";

import { startProcess } from "./process.js";
import type { Stop } from "./stop.js";

/** The api ended, or did not get ready in time; its own message stands above. */
export const ApiFailed = defineError<{ problem: string }>(
  "API_FAILED",
  ({ problem }) => `The api ${problem}`,
);

const SECONDS_TO_READY = 60;

/** Starts the api and waits until it is ready. @returns its url @throws `API_FAILED` */
export const startApi = async (environment: NodeJS.ProcessEnv, stop: Stop): Promise<string> => {
  const url = `http://localhost:${environment["PORT"] || 8080}`;
  const api = await startProcess(["api/dist/main.js"], { LOG_LEVEL: "warn", ...environment }, stop);
  const ended = once(api, "exit").then(([code]) => {
    if (stop.requested) return;
    throw new ApiFailed({ problem: `ended with exit code ${code}` });
  });
  await Promise.race([ended, untilReady(`${url}/readyz`)]);
  ended.catch(async (error: Error) => {
    console.error(error.message);
    await stop.now();
    process.exit(1);
  });
  return url;
};

const untilReady = async (url: string): Promise<void> => {
  for (let tries = 0; tries < SECONDS_TO_READY * 10; tries++) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    await wait(100);
  }
  throw new ApiFailed({ problem: `was not ready within ${SECONDS_TO_READY} s` });
};
