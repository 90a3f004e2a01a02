import { blobNames, createDailyLog, DespliegaError, type BlobStore } from "@despliega/storage";

import type { CountsByVersion } from "./counts.js";
import type { Pages } from "./pages.js";

/** Lines of one model and one day that are kept by one append. */
export interface Portion {
  /** The day of the lines in UTC, as YYYY-MM-DD. */
  readonly day: string;
  readonly pages: Pages;
  readonly counts: CountsByVersion;
  /** The lines of the counts, which come last. */
  readonly lines: string;
}

/** Keeps portions, one after the other. */
export interface Sender {
  add(portion: Portion): void;
  /** Resolves when nothing waits any more. From now on a failed try is repeated at once. */
  finish(): Promise<void>;
}

/** Where a sender says that it fails, and that it succeeds again. */
export interface SenderLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** What a sender needs. */
export interface SenderOptions {
  readonly store: BlobStore;
  readonly model: string;
  /** Of this process. */
  readonly instance: string;
  readonly logger: SenderLogger;
  /** Called once for each portion. */
  readonly onDone: (portion: Portion, kept: boolean) => void;
  /** Seconds between the tries of one append. Default: 1, 2, 4, 8 and 15; then it is given up. */
  readonly pauses?: readonly number[] | undefined;
}

/**
 * Makes what appends portions to `predictions/<model>/<day>/<instance>-<n>.jsonl`. Where the answer of the store is lost, a
 * portion may be kept twice.
 */
export const createSender = (options: SenderOptions): Sender => {
  const { store, model, instance, logger, onDone, pauses = [1, 2, 4, 8, 15] } = options;
  const waiting: Portion[] = [];
  let day = "";
  const log = createDailyLog({
    store,
    folder: blobNames.predictions(model).slice(0, -1),
    writer: instance,
    now: () => new Date(day),
  });
  const pause = pauser();
  let running: Promise<void> | undefined;
  let failing = false;

  const append = async (portion: Portion): Promise<boolean> => {
    ({ day } = portion);
    const lines = [...portion.pages.content(), Buffer.from(portion.lines)];
    for (const seconds of [...pauses, undefined])
      try {
        await log.append(lines);
        if (failing) logger.info({ model }, "answers are recorded again");
        failing = false;
        return true;
      } catch (error) {
        const problem = error instanceof DespliegaError ? error.message : "unexpected";
        if (!failing) logger.warn({ model, problem }, "answers cannot be recorded now");
        failing = true;
        if (seconds !== undefined) await pause.wait(seconds);
      }
    return false;
  };

  const run = async (): Promise<void> => {
    for (let portion = waiting[0]; portion !== undefined; portion = waiting[0]) {
      const kept = await append(portion);
      waiting.shift();
      portion.pages.free();
      onDone(portion, kept);
    }
    running = undefined;
  };

  return {
    add(portion) {
      waiting.push(portion);
      running ??= run();
    },
    async finish() {
      pause.end();
      await running;
    },
  };
};

/** Waits that can be ended, those to come too. */
const pauser = () => {
  let ended = false;
  let end: (() => void) | undefined;
  return {
    wait: (seconds: number): Promise<void> =>
      new Promise((resolve) => {
        if (ended) return resolve();
        const timer = setTimeout(resolve, seconds * 1_000);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end() {
      ended = true;
      end?.();
    },
  };
};
