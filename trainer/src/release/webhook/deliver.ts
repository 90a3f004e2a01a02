import type { KeyObject } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

import { unreachableBecause } from "../unreachable.js";
import type { WebhookSettings } from "./settings.js";
import { signedHeaders, type Message } from "./sign.js";

/** How long and how often a message is tried. */
export interface Patience {
  /** Milliseconds before each further try. */
  readonly pauses: readonly number[];
  /** Milliseconds without an answer after which a try has failed. */
  readonly answer: number;
  /** Milliseconds for all tries together. */
  readonly whole: number;
}

/** Four tries within half a minute. */
export const PATIENCE: Patience = { pauses: [1_000, 2_000, 4_000], answer: 5_000, whole: 30_000 };

/** Answers after which the same message may be taken. */
const isTransient = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || status >= 500;

/**
 * Sends a message until a receiver takes it: any status from 200 to 299. A redirection is not followed, since what is
 * signed is for this receiver.
 *
 * @returns why it was not delivered; undefined where it was
 */
export const deliver = async (
  { url, secrets }: WebhookSettings,
  message: Message,
  { pauses, answer, whole }: Patience = PATIENCE,
): Promise<string | undefined> => {
  const end = AbortSignal.timeout(whole);
  for (let tries = 1; ; tries++) {
    const { status, problem } = await send(url, secrets, message, [
      end,
      AbortSignal.timeout(answer),
    ]);
    if (problem === undefined) return undefined;
    const pause = pauses[tries - 1];
    if (pause === undefined || end.aborted || (status !== undefined && !isTransient(status)))
      return `${url.host} ${problem}, at the ${ORDINALS[tries - 1] ?? "last"} try`;
    try {
      await wait(pause, undefined, { signal: end });
    } catch {
      return `${url.host} ${problem}, and there is no time for another try`;
    }
  }
};

const ORDINALS = ["first", "second", "third", "fourth"];

interface Tried {
  readonly status?: number;
  readonly problem?: string;
}

const send = async (
  url: URL,
  secrets: readonly KeyObject[],
  message: Message,
  signals: AbortSignal[],
): Promise<Tried> => {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: signedHeaders(message, secrets, new Date()),
      body: message.body,
      redirect: "manual",
      signal: AbortSignal.any(signals),
    });
    const { ok, status } = response;
    // Nothing that a receiver writes is read.
    await response.body?.cancel();
    return ok ? { status } : { status, problem: `answered ${status}` };
  } catch (cause) {
    return { problem: unreachableBecause(cause) };
  }
};
