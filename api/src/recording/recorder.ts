import { setTimeout as wait } from "node:timers/promises";

import type { Logger } from "pino";

import { eachTogether, type Manifest } from "@despliega/storage";

import { drawOf, type Answered } from "../serving/observed/answered.js";
import type { Observer } from "../serving/observed/observer.js";
import { createBinned, type BinnedOptions } from "./binned.js";
import { createHandOver } from "./hand-over.js";
import type { StartLineThread } from "./line-thread.js";
import { boundedMemory } from "./pages.js";
import { createSlices } from "./slices.js";

/** Records answers in the container of predictions, off the path of requests. */
export interface Recorder extends Observer {
  /**
   * Has a challenger's answer to one row recorded.
   *
   * @param challengeOf the id of the champion's answer to that row
   */
  readonly recordChallenge: (answered: Answered, challengeOf: string) => void;
  /** By model, the answers since the start whose lines are kept, and those that are lost. */
  readonly totals: () => readonly {
    readonly model: string;
    readonly recorded: number;
    readonly dropped: number;
  }[];
  /**
   * Keeps what there is still, in at most so much time; what it cannot keep is logged by its number.
   *
   * @param milliseconds default: as long as the tries take
   */
  close(milliseconds?: number): Promise<void>;
}

/** What a recorder needs. */
export interface RecorderOptions extends Pick<
  BinnedOptions,
  "referenceOf" | "store" | "instance" | "pauses"
> {
  readonly logger: Logger;
  /** Makes what starts the thread that keeps the lines, in so much memory for those that are not kept yet. */
  readonly lines: (memoryBytes: number) => StartLineThread;
  /** Share of the answers that are recorded, from 0 to 1. */
  readonly share: number;
  /** The least share of a model's answers that is recorded, because so many are scored by a challenger. Default: 0. */
  readonly leastShareOf?: (model: string) => number;
  /** Seconds between two flushes. */
  readonly flushSeconds?: number;
  /** Most bytes of lines that are not kept yet. Answers that are no lines yet take at most half as much. */
  readonly memoryBytes?: number;
  /** Default: the clock, in ms since 1970. */
  readonly now?: () => number;
}

/** Seconds between two flushes. */
export const FLUSH_SECONDS = 3;

/** Most bytes of lines that are not kept yet. */
const MEMORY_BYTES = 32 << 20;

/** Makes the recorder. Of a model about people it counts the answers by bins, and records none. */
export const createRecorder = (options: RecorderOptions): Recorder => {
  const { logger, share, lines, flushSeconds = FLUSH_SECONDS } = options;
  const { memoryBytes = MEMORY_BYTES, leastShareOf = () => 0, now = Date.now } = options;
  const memory = boundedMemory(memoryBytes / 2);
  const handOver = createHandOver({ start: lines(memoryBytes), memory, logger });
  if (share > 0) handOver.begin();
  const slices = createSlices(memory);
  const binned = createBinned({ ...options, memory, now });

  const shareOf = (model: string): number => Math.max(share, leastShareOf(model));

  const record = (answered: Answered): void => {
    const { manifest } = answered.release;
    if (manifest.privacy === "sensitive") return binned.add(answered);
    const { id, at, rows } = answered;
    const part = shareOf(manifest.model);
    handOver.answered(manifest, rows, at);
    const one = (row: number): void => {
      if (part >= 1 || drawOf(id, row) < part) handOver.add(answered, row);
    };
    slices.each(answered, one, (left) => handOver.drop(manifest, left));
  };

  const told = new Map<string, number>();
  const tellDropped = (): void => {
    for (const [model, { dropped }] of handOver.totals) {
      const answers = dropped - (told.get(model) ?? 0);
      if (answers > 0) logger.warn({ model, answers }, "answers are dropped, and not recorded");
      told.set(model, dropped);
    }
  };

  const timer = setInterval(() => {
    handOver.flush();
    tellDropped();
    binned.flush();
  }, flushSeconds * 1_000).unref();

  return {
    wants: ({ model }: Manifest) => shareOf(model) > 0,
    keepsIds: ({ privacy }: Manifest) => privacy === "open",
    after: record,
    recordChallenge(answered, challengeOf) {
      handOver.answered(answered.release.manifest, 1, answered.at);
      handOver.add(answered, 0, challengeOf);
    },
    refused(manifest, code) {
      if (manifest.privacy === "open") handOver.refused(manifest, code);
    },
    totals: () =>
      [...handOver.totals].map(([model, { recorded, dropped }]) => ({ model, recorded, dropped })),
    async close(milliseconds) {
      clearInterval(timer);
      const finish = async (): Promise<void> => {
        await slices.finished();
        await eachTogether([handOver, binned], (part) => part.finish());
      };
      await (milliseconds === undefined
        ? finish()
        : Promise.race([finish(), wait(milliseconds, undefined, { ref: false })]));
      for (const [model, { given, recorded, dropped }] of handOver.totals) {
        const answers = given - recorded - dropped;
        if (answers > 0) logger.error({ model, answers }, "answers are not recorded");
      }
      await handOver.end();
    },
  };
};
