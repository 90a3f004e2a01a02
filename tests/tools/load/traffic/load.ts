import { Agent, request as send } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

import type { Release } from "@despliega/storage";

import { randomOf } from "../lib/random.js";
import { ASKS, type Ask } from "./asks.js";

/** Who asks, and how much. */
export interface LoadOptions {
  readonly url: string;
  /** The releases that may answer, by the name in the header. */
  readonly releases: ReadonlyMap<string, Release>;
  /** Connections, each of which asks again as soon as it is answered. */
  readonly clients: number;
  /** Milliseconds between an answer and the next question. Default 0. */
  readonly pauseMs?: number;
  readonly seed: number;
}

/** What came of it. */
export interface LoadReport {
  /** Right answers by kind of question. */
  readonly answers: Readonly<Record<string, number>>;
  /** Right answers by release. */
  readonly releases: Readonly<Record<string, number>>;
  readonly faults: readonly string[];
}

/** Questions that go on until they are stopped. */
export interface Load {
  /** Right answers so far. */
  answered(): number;
  faults(): readonly string[];
  /** Resolves when the last question is answered. */
  stop(): Promise<LoadReport>;
}

interface Answer {
  readonly status: number;
  readonly release: string;
  readonly body: string;
}

const MOST_FAULTS = 20;
const DEADLINE_MS = 60_000;

const TURNS = Object.entries(ASKS).flatMap(([kind, [, share]]) =>
  Array.from({ length: share }, () => kind),
);

/**
 * Starts to ask. Every answer must be whole, and to the byte what the release answers that its header names, but for the age of
 * its features.
 */
export const startLoad = ({ url, releases, clients, pauseMs = 0, seed }: LoadOptions): Load => {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const answers = Object.fromEntries(Object.keys(ASKS).map((kind) => [kind, 0]));
  const byRelease = Object.fromEntries([...releases.keys()].map((name) => [name, 0]));
  const faults: string[] = [];
  const state = { stopped: false };
  let next = 0;
  let answered = 0;

  const ask = async (): Promise<void> => {
    const random = randomOf(seed, next++);
    const kind = random.pick(TURNS);
    const question = ASKS[kind]![0](random);
    const answer = await exchange(url, agent, question).catch((error: unknown) => String(error));
    const fault = typeof answer === "string" ? answer : faultIn(answer, question, releases);
    if (fault === undefined) {
      answered++;
      answers[kind]!++;
      byRelease[(answer as Answer).release]!++;
    } else if (faults.length < MOST_FAULTS) faults.push(`${kind} ${question.path}: ${fault}`);
  };

  const work = Array.from({ length: clients }, async () => {
    while (!state.stopped && faults.length < MOST_FAULTS) {
      await ask();
      if (pauseMs > 0) await wait(pauseMs);
    }
  });

  return {
    answered: () => answered,
    faults: () => faults,
    async stop() {
      state.stopped = true;
      await Promise.all(work);
      agent.destroy();
      return { answers, releases: byRelease, faults };
    },
  };
};

const faultIn = (
  { status, release, body }: Answer,
  { answer }: Ask,
  releases: LoadOptions["releases"],
): string | undefined => {
  if (status !== 200) return `status ${status}: ${body.slice(0, 200)}`;
  const named = releases.get(release);
  if (named === undefined) return `an unknown release, ${release}`;
  return ageless(body) === ageless(answer(named))
    ? undefined
    : `not what ${release} answers: ${body.slice(0, 200)}`;
};

/** An answer without the age of its features, which is another a moment later. */
const ageless = (body: string): string => body.replaceAll(/"edad(\w*)":\d+/g, '"edad$1":0');

const exchange = (url: string, agent: Agent, { method, path, body }: Ask): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    const request = send(url + path, { method, agent, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.once("close", () => {
        clearTimeout(hang);
        const { statusCode = 0, headers, complete } = response;
        const release = String(headers["despliega-release"]);
        if (complete) resolve({ status: statusCode, release, body: text });
        else reject(new Error("half an answer"));
      });
    });
    const hang = setTimeout(() => request.destroy(new Error("a hang")), DEADLINE_MS);
    request.once("error", (error) => {
      clearTimeout(hang);
      reject(error);
    });
    request.end(body);
  });
