import type { Ask, Reply } from "./ask.js";
import { record } from "./record.js";
import type { Sample } from "./sample.js";

/** The server under test and the requests to it. */
export interface Target {
  readonly ask: Ask;
  /** Path of MLflow's protocol. */
  readonly invocations: string;
  /** The model for requests of the Open Inference Protocol. */
  readonly model: string;
  readonly sample: Sample;
}

/** The outcome of a check. */
export interface Finding {
  /** Undefined when it does not apply to this server. */
  readonly good: boolean | undefined;
  readonly got: string;
}

/** One rule of a protocol. */
export interface Check {
  readonly name: string;
  readonly expected: string;
  readonly run: (target: Target) => Promise<Finding>;
}

/** Judges a reply and shows it. */
export const finding = (good: boolean, reply: Reply): Finding => ({
  good,
  got: `${reply.status} ${reply.text.replaceAll(/\s+/g, " ").trim()}`.slice(0, 200).trim(),
});

/** Judges several replies. Shows the first bad one, and which one it is. */
export const findingOfAll = (
  replies: readonly (readonly [name: string, reply: Reply])[],
  isGood: (reply: Reply) => boolean,
): Finding => {
  const bad = replies.find(([, reply]) => !isGood(reply));
  const [name, reply] = bad ?? replies[0]!;
  const { good, got } = finding(bad === undefined, reply);
  return { good, got: bad === undefined ? got : `${name}: ${got}` };
};

const TRACE =
  /Traceback \(most recent|File "[^"]+", line \d|\n?\s*at [^\n]+:\d+:\d+|"?stack_?trace"?:/i;

const isClientError = ({ status }: Reply): boolean => status >= 400 && status < 500;

/** Whether a reply has a status, and is JSON that shows nothing of the server's code. */
export const refuses = (reply: Reply, status: number | "4xx"): boolean =>
  (status === "4xx" ? isClientError(reply) : reply.status === status) &&
  Object.keys(record(reply.json)).length > 0 &&
  !TRACE.test(reply.text.replaceAll(String.raw`\n`, "\n"));
