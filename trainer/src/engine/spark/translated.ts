import { isNativeError } from "node:util/types";

import {
  EngineLost,
  EngineOverdue,
  EngineStopped,
  EngineTooSmall,
  StatementRefused,
  ValueRefused,
} from "../../errors/errors.js";
import { SessionLost, StatementFailed, StatementInterrupted, StatementOverdue } from "./session.js";

/** What Spark says when machines, not the statement, are why it failed. */
const MACHINES =
  /ExecutorLostFailure|Executor\w* (?:lost|exited)|FetchFailed|executor \d+ exited|SparkContext was shut down|Connection (?:reset|refused)/iu;

/** What Spark says when a machine, or its server, had too little memory for a statement. */
const MEMORY = /OutOfMemoryError|maxResultSize/u;

/** Characters of a statement that an error repeats. */
const MOST_SHOWN = 1_000;

/** Whether the statement may succeed when it runs again. */
export const isWorthAnother = (error: unknown): boolean =>
  error instanceof StatementFailed && MACHINES.test(error.message) && !MEMORY.test(error.message);

/** Errors of the statement itself, whose message holds no value. */
const problemOf = ({ message }: Error): string =>
  message
    .replace(/^(?:\s*(?:\[[A-Z0-9_.]+\]|[\w.$]+Exception:))*/u, "")
    .split(/\n== SQL|\n'|;\n| SQLSTATE:/u)[0]!
    .split("\n")
    .map((line) => line.trim())
    .join(" ")
    .trim();

/** The line of the statement that it is about. */
const lineOf = ({ message }: Error): number | undefined => {
  const line = /\bline (\d+),? pos/u.exec(message)?.[1];
  return line === undefined ? undefined : Number(line);
};

/**
 * An error of a session as one of ours.
 *
 * @param url of the engine
 * @returns `ENGINE_LOST`, `ENGINE_TOO_SMALL`, `ENGINE_OVERDUE`, `ENGINE_STOPPED`, `VALUE_REFUSED` without the message, which may hold the value,
 * or `STATEMENT_REFUSED`
 */
export const translated = (cause: unknown, url: string, sql: string): unknown => {
  if (cause instanceof SessionLost || isSocketError(cause))
    return new EngineLost({ url, problem: cause.message }, { cause });
  if (cause instanceof StatementOverdue)
    return new EngineOverdue({ url, problem: cause.message }, { cause });
  if (cause instanceof StatementInterrupted) return new EngineStopped({ url }, { cause });
  if (!(cause instanceof StatementFailed)) return cause;
  if (cause.isAboutStatement)
    return new StatementRefused(
      { problem: problemOf(cause), line: lineOf(cause) },
      { cause: new Error(sql.slice(0, MOST_SHOWN)) },
    );
  if (MEMORY.test(cause.message)) return new EngineTooSmall({ url });
  if (MACHINES.test(cause.message))
    return new EngineLost({ url, problem: "it lost the machines that ran a statement" });
  return new ValueRefused({ kind: cause.condition ?? "Spark" });
};

const isSocketError = (cause: unknown): cause is Error =>
  isNativeError(cause) && "syscall" in cause;
