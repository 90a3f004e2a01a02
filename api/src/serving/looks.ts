import { DespliegaError } from "@despliega/storage";
import type { Logger } from "pino";

/** What came of the looks at one model's pointer. */
export interface Look {
  /** Looks that failed, since the process started. */
  readonly failures: number;
  /** Seconds since the last look that succeeded; 0 while the last one did. */
  readonly staleSeconds: number;
}

/** What came of the looks at every model's pointer. */
export interface Looks {
  /** The models that were looked at. */
  models(): readonly string[];
  of(model: string): Look;
  succeeded(model: string): void;
  /**
   * Counts a failure, and logs one line for as long as the problem stays the same.
   *
   * @param answers what goes on answering for the model
   */
  failed(model: string, error: unknown, answers: "the old release" | "nothing"): void;
  forget(model: string): void;
}

interface Entry {
  failures: number;
  /** On the clock of `performance.now()`. */
  lastSuccess: number;
  /** Why the last look failed; undefined when it succeeded. */
  problem: string | undefined;
}

const CONSEQUENCE = {
  "the old release": "refresh failed; the old release goes on",
  nothing: "refresh failed; the model is not served",
} as const;

/** Code and message of an error, as a line of the log has them. */
export const problemOf = (error: unknown): { readonly code: string; readonly problem: string } =>
  error instanceof DespliegaError
    ? { code: error.code, problem: error.message }
    : { code: "UNEXPECTED", problem: String(error) };

/** Makes the record, with no look in it yet. */
export const createLooks = (logger: Logger): Looks => {
  const entries = new Map<string, Entry>();

  const entryOf = (model: string): Entry => {
    let entry = entries.get(model);
    if (entry === undefined) {
      entry = { failures: 0, lastSuccess: performance.now(), problem: undefined };
      entries.set(model, entry);
    }
    return entry;
  };

  return {
    models: () => [...entries.keys()],
    of(model) {
      const { failures, problem, lastSuccess } = entryOf(model);
      const stale = problem === undefined ? 0 : performance.now() - lastSuccess;
      return { failures, staleSeconds: Math.round(stale / 1_000) };
    },
    succeeded(model) {
      const entry = entryOf(model);
      if (entry.problem !== undefined) logger.info({ model }, "refresh succeeds again");
      entry.lastSuccess = performance.now();
      entry.problem = undefined;
    },
    failed(model, error, answers) {
      const entry = entryOf(model);
      const { code, problem } = problemOf(error);
      entry.failures++;
      if (problem !== entry.problem) logger.error({ model, code, problem }, CONSEQUENCE[answers]);
      entry.problem = problem;
    },
    forget: (model) => void entries.delete(model),
  };
};
