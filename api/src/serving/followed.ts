import type { Logger } from "pino";

import { problemOf } from "./refresh-states.js";

/** What is read of each model at its refreshes, and without which answers go on. */
export interface Followed<T> {
  /** Reads it again. It never fails: what was read before stays, and the log gets one line for as long as the problem stays the same. */
  look(model: string): Promise<void>;
  /** What was read last; undefined where there is none. */
  readonly of: (model: string) => T | undefined;
  forget(model: string): void;
}

/**
 * Follows something of each model.
 *
 * @param what it is, for the log
 * @param read gives undefined where there is none. @throws any error
 */
export const followed = <T>(
  logger: Logger,
  what: string,
  read: (model: string) => Promise<T | undefined>,
): Followed<T> => {
  const values = new Map<string, T>();
  const problems = new Map<string, string>();
  return {
    async look(model) {
      try {
        const value = await read(model);
        problems.delete(model);
        if (value === undefined) values.delete(model);
        else values.set(model, value);
      } catch (error) {
        const { code, problem } = problemOf(error);
        if (problems.get(model) !== problem)
          logger.warn({ model, code, problem }, `${what} cannot be read; answers go on`);
        problems.set(model, problem);
      }
    },
    of: (model) => values.get(model),
    forget(model) {
      values.delete(model);
      problems.delete(model);
    },
  };
};
