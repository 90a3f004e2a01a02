import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

import type { Address } from "@despliega/api";
import { defineError } from "@despliega/storage";

import { fail } from "./fail.js";
import { startProcess } from "./process.js";
import type { Stop } from "./stop.js";

/** The api ended, or did not get ready in time; its own message is above. */
export const ApiFailed = defineError<{ problem: string }>(
  "API_FAILED",
  ({ problem }) => `The api ${problem}: see its last message above`,
);

const SECONDS_TO_READY = 60;

/** Starts the api and waits until it is ready. @returns its url @throws `API_FAILED` */
export const startApi = async (
  environment: NodeJS.ProcessEnv,
  address: Address,
  stop: Stop,
): Promise<string> => {
  const url = urlOf(address);
  const api = await startProcess("@despliega/api/main.js", [], environment, stop);
  const ended = unwantedEnd(api, stop);
  const over = new AbortController();
  const abort = () => over.abort();
  ended.then(abort, abort);
  await untilReady(`${url}/readyz`, over.signal);
  if (over.signal.aborted) await ended;
  ended.catch((error: unknown) => fail(error, stop));
  return url;
};

const unwantedEnd = async (api: ChildProcess, stop: Stop): Promise<void> => {
  const [code, signal] = (await once(api, "exit")) as [number | null, string | null];
  if (stop.requested) return;
  throw new ApiFailed({ problem: `ended with ${signal ?? `exit code ${code}`}` });
};

/** Where this machine reaches an api that listens on loopback, on every address, or on one. */
const urlOf = ({ host, port }: Address): string => {
  const local = ["127.0.0.1", "::1", "0.0.0.0", "::"].includes(host);
  return `http://${local ? "localhost" : host.includes(":") ? `[${host}]` : host}:${port}`;
};

// Gives up at once when nobody is left to get ready.
const untilReady = async (url: string, over: AbortSignal): Promise<void> => {
  for (let tries = 0; tries < SECONDS_TO_READY * 10; tries++) {
    const signal = AbortSignal.any([over, AbortSignal.timeout(1_000)]);
    const answer = await fetch(url, { signal }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok || over.aborted) return;
    await wait(100);
  }
  throw new ApiFailed({ problem: `was not ready within ${SECONDS_TO_READY} s` });
};
