import { createHash } from "node:crypto";

import { startApi } from "../../../support/api-process.js";
import { until } from "../../../support/until.js";
import { courseOf, type Course } from "../lib/flat.js";
import { openSockets, residentBytes } from "../lib/process.js";
import { randomOf } from "../lib/random.js";
import { FuzzClient } from "./client.js";
import { faultIn } from "./judge.js";
import { KINDS, makeRequest } from "./kinds.js";
import { KEY, MARK, type FuzzRequest } from "./request.js";

/** How much is sent. */
export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  /** Sends this one alone. */
  readonly only?: number | undefined;
  /** Told how far it is. */
  readonly say?: (line: string) => void;
}

export const ANSWER_GROUPS = ["2xx", "4xx", "busy", "other"] as const;
type AnswerGroup = (typeof ANSWER_GROUPS)[number];

/** What came of one kind. */
export interface KindCounts {
  sent: number;
  /** Answers by the first digit of their status; 503 is busy. */
  readonly answers: Record<AnswerGroup, number>;
}

/** What came of all. */
export interface FuzzReport {
  readonly kinds: Readonly<Record<string, KindCounts>>;
  /** The first faults, each with the number that sends its request again. */
  readonly faults: readonly string[];
  readonly seconds: number;
  /** Resident memory in bytes after the warm-up and at the end. */
  readonly resident: Course;
  /** Sockets of the api before the first request, and after all callers have gone. */
  readonly sockets: { readonly before: number; readonly after: number };
  /** Most sockets that were open at a time. */
  readonly mostSockets: number;
}

const CLIENTS = 32;
const MOST_FAULTS = 20;
const NOISE_BYTES = 48 << 20;

/** Sends generated requests to an api of its own, which must find a champion at the storage. */
export const fuzz = async (
  storage: NodeJS.ProcessEnv,
  { requests, seed, only, say = () => {} }: FuzzOptions,
): Promise<FuzzReport> => {
  const faults: string[] = [];
  const report = (fault: string): void => {
    if (faults.length < MOST_FAULTS) faults.push(fault);
  };
  const api = startApi(settingsOf(storage), ({ msg, level }, text) => {
    if (text.includes(MARK)) report(`a line of the log tells what was sent: ${text}`);
    if (Number(level) >= 50) report(`an error is logged: ${text}`);
    return msg !== "request";
  });
  const url = await api.ready();
  const pid = api.child.pid!;
  const port = Number(new URL(url).port);
  const before = await openSockets(pid);

  const kinds = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, newCounts()]));
  const resident: number[] = [];
  const started = performance.now();
  let mostSockets = 0;
  let next = only ?? 0;
  const end = only === undefined ? requests : only + 1;
  const sampleEvery = Math.max(1, Math.floor(requests / 200));

  const work = async (): Promise<void> => {
    const client = new FuzzClient(port);
    while (next < end && faults.length < MOST_FAULTS) {
      const index = next++;
      const { kind, request } = makeRequest(randomOf(seed, index));
      const fault = await ask(client, request, kinds[kind]!).catch(
        (error: unknown) => `cannot be sent: ${String(error)}`,
      );
      if (fault !== undefined) report(`${kind} --only ${index}: ${fault}`);
      if (index % sampleEvery !== 0 || api.child.exitCode !== null) continue;
      resident.push(await residentBytes(pid));
      mostSockets = Math.max(mostSockets, await openSockets(pid));
      if (index % (20 * sampleEvery) === 0) say(`${index} of ${requests}`);
    }
    client.close();
  };
  await Promise.all(Array.from({ length: CLIENTS }, work));
  const seconds = (performance.now() - started) / 1_000;

  let after = NaN;
  if (api.child.exitCode === null) {
    await until(
      async () => (after = await openSockets(pid)) <= before,
      "no socket is left open",
    ).catch((error: unknown) => report(String(error)));
    api.child.kill("SIGTERM");
  }
  const { code, stderr } = await api.ended;
  if (code !== 0 || stderr !== "") report(`the api ended with ${code}: ${stderr}`);
  return {
    kinds,
    faults,
    seconds,
    resident: courseOf(resident, NOISE_BYTES, 1),
    sockets: { before, after },
    mostSockets,
  };
};

const settingsOf = (storage: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...storage,
  DESPLIEGA_DEFAULT_MODEL: "riesgo",
  DESPLIEGA_AUTH: "key",
  DESPLIEGA_OPERATOR: "fuzz",
  DESPLIEGA_API_KEYS: `fuzz:${createHash("sha256").update(KEY).digest("hex")}`,
  DESPLIEGA_RATE_LIMIT: "1000000000",
  DESPLIEGA_TRUST_PROXY: "1",
  DESPLIEGA_MAX_BODY_BYTES: `${1 << 20}`,
  DESPLIEGA_REQUEST_TIMEOUT_SECONDS: "2",
});

const newCounts = (): KindCounts => ({
  sent: 0,
  answers: { "2xx": 0, "4xx": 0, busy: 0, other: 0 },
});

const groupOf = (status: number): AnswerGroup => {
  if (status === 503) return "busy";
  if (status >= 200 && status < 300) return "2xx";
  return status >= 400 && status < 500 ? "4xx" : "other";
};

const ask = async (
  client: FuzzClient,
  request: FuzzRequest,
  counts: KindCounts,
): Promise<string | undefined> => {
  counts.sent += Math.max(1, request.methods.length * Number(request.right === "answered"));
  const { responses, fault } = await client.send(request);
  let found = fault;
  for (const response of responses) {
    counts.answers[groupOf(response.status)]++;
    found ??= faultIn(response, request);
  }
  return found;
};
