import { randomBytes } from "node:crypto";

import { answerIdWriter } from "@despliega/storage";
import type { Logger } from "pino";

import type { Answered, PredictionId } from "./answered.js";
import type { Observation, Observe, Observer } from "./observer.js";

/** The observers of an instance of the api. */
export interface Observers {
  readonly observe: Observe;
  /** Resolves when the steps after every answer that was sent have run. */
  readonly settled: () => Promise<void>;
}

/** The ids of an instance. */
export interface PredictionIds {
  /** Is in all of them, and is unlike that of every other process: the time of its start in ms, and 64 random bits. */
  readonly instance: string;
  readonly next: () => PredictionId;
}

/** Makes ids, which lead to where the lines of their answers are. */
export const predictionIds = (now = Date.now()): PredictionIds => {
  const instance = `${now.toString(36)}${randomBytes(8).toString("hex")}`;
  const write = answerIdWriter(instance);
  let count = 0;
  const next = (): PredictionId => {
    const at = Date.now();
    return { at, count: ++count, text: write(at, count) };
  };
  return { instance, next };
};

/**
 * Puts observers together. Without any, observing costs an answer one call that finds nothing.
 *
 * @param observers in the order in which they are called
 */
export const observersOf = (
  observers: readonly Observer[],
  { next }: PredictionIds,
  logger: Logger,
): Observers => {
  const later = laterSteps(logger);
  const observationOf = (wanting: readonly Observer[], ids: boolean): Observation => {
    const before = wanting.flatMap((observer) => observer.before ?? []);
    const after = wanting.flatMap((observer) => observer.after ?? []);
    return {
      nextId: next,
      toldId: ({ text }) => (ids ? text : undefined),
      before: (answered) => (before.length === 0 ? undefined : inOrder(before, answered)),
      after(answered) {
        if (after.length > 0) later.add(after, answered);
      },
      refused(manifest, code) {
        for (const observer of wanting) observer.refused?.(manifest, code);
      },
    };
  };

  // Few sets of observers come together, and each is put together once.
  const known = new Map<number, Observation | undefined>([[0, undefined]]);
  const observe: Observe = (manifest) => {
    let [set, ids] = [0, false];
    for (let i = 0; i < observers.length; i++) {
      const { wants, keepsIds } = observers[i]!;
      if (!wants(manifest)) continue;
      set += 1 << i;
      ids ||= keepsIds === undefined || keepsIds(manifest);
    }
    const key = ids ? set + (1 << observers.length) : set;
    if (!known.has(key)) {
      const wanting = observers.filter((_, i) => (set >> i) % 2 === 1);
      known.set(key, observationOf(wanting, ids));
    }
    return known.get(key);
  };
  return { observe, settled: later.settled };
};

const inOrder = async (
  steps: readonly NonNullable<Observer["before"]>[],
  answered: Answered,
): Promise<void> => {
  for (const step of steps) await step(answered);
};

type Step = NonNullable<Observer["after"]>;

/** Runs steps in the next turn of the event loop: one turn for all that came together. */
const laterSteps = (logger: Logger) => {
  let waiting: { readonly steps: readonly Step[]; readonly answered: Answered }[] = [];

  const run = (): void => {
    const all = waiting;
    waiting = [];
    for (const { steps, answered } of all)
      for (const step of steps)
        try {
          step(answered);
        } catch (error) {
          const { name } = error instanceof Error ? error : { name: typeof error };
          const { model } = answered.release.manifest;
          logger.error({ error: name, model }, "a step after an answer failed");
        }
  };

  return {
    add(steps: readonly Step[], answered: Answered): void {
      if (waiting.push({ steps, answered }) === 1) setImmediate(run);
    },
    settled: async (): Promise<void> => {
      while (waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
    },
  };
};
