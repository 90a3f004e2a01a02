import { DespliegaError } from "@despliega/storage";
import type { Logger } from "pino";

/** The results of the refreshes of one model. */
export interface RefreshState {
  /** Refreshes that failed since the process started. */
  readonly failures: number;
  /** Seconds since the last refresh that succeeded; 0 while the last one did. */
  readonly staleSeconds: number;
  /** Why the last refresh failed; undefined when it succeeded. */
  readonly problem?: string;
  /** The code of that error. */
  readonly code?: string;
}

/** The results of the refreshes of every model. */
export interface RefreshStates {
  /** The models that are known: found, or refreshed at least once. */
  models(): readonly string[];
  of(model: string): RefreshState;
  /** Makes a model known before its first refresh. */
  found(model: string): void;
  succeeded(model: string): void;
  /**
   * Counts a failure, and logs one line for as long as the problem stays the same.
   *
   * @param answers what still answers for the model
   */
  failed(model: string, error: unknown, answers: "the old release" | "nothing"): void;
  forget(model: string): void;
}

interface Entry {
  failures: number;
  /** On the clock of `performance.now()`. */
  lastSuccess: number;
  /** Why the last refresh failed; undefined when it succeeded. */
  problem: ReturnType<typeof problemOf> | undefined;
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

/** Makes the states, with no model known yet. */
export const createRefreshStates = (logger: Logger): RefreshStates => {
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
      return { failures, staleSeconds: Math.round(stale / 1_000), ...problem };
    },
    found: (model) => void entryOf(model),
    succeeded(model) {
      const entry = entryOf(model);
      if (entry.problem !== undefined) logger.info({ model }, "refresh succeeds again");
      entry.lastSuccess = performance.now();
      entry.problem = undefined;
    },
    failed(model, error, answers) {
      const entry = entryOf(model);
      const problem = problemOf(error);
      entry.failures++;
      if (problem.problem !== entry.problem?.problem)
        logger.error({ model, ...problem }, CONSEQUENCE[answers]);
      entry.problem = problem;
    },
    forget: (model) => void entries.delete(model),
  };
};
