import type { KeyObject } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

import { eachTogether, type Manifest, type Release } from "@despliega/storage";

import { drawOf, type Answered } from "../serving/observed/answered.js";
import type { Observer } from "../serving/observed/observer.js";
import { lineWriter, type WriteLine } from "./line-writer.js";
import { createBinned, type BinnedOptions } from "./binned.js";
import { boundedMemory } from "./pages.js";
import { createSlices } from "./slices.js";
import { createStream, type Stream, type StreamOptions } from "./stream.js";

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
  StreamOptions & BinnedOptions,
  "referenceOf" | "store" | "instance" | "logger" | "pauses"
> {
  /** Share of the answers that are recorded, from 0 to 1. */
  readonly share: number;
  /** The least share of a model's answers that is recorded, because so many are scored by a challenger. Default: 0. */
  readonly leastShareOf?: (model: string) => number;
  /** Hashes keys. */
  readonly secret: KeyObject | undefined;
  /** Seconds between two flushes. */
  readonly flushSeconds?: number;
  /** Most bytes of lines that are not kept yet. */
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
  const {
    logger,
    share,
    secret,
    flushSeconds = FLUSH_SECONDS,
    memoryBytes = MEMORY_BYTES,
  } = options;
  const { leastShareOf = () => 0, now = Date.now } = options;
  const memory = boundedMemory(memoryBytes);
  const streams = new Map<string, Stream>();
  const writers = new WeakMap<Release, WriteLine>();
  const slices = createSlices(memory);
  const binned = createBinned({ ...options, memory, now });

  const shareOf = (model: string): number => Math.max(share, leastShareOf(model));

  const streamOf = (model: string): Stream => {
    let stream = streams.get(model);
    if (stream === undefined)
      streams.set(model, (stream = createStream({ ...options, model, memory, now })));
    return stream;
  };

  const writerOf = (release: Release): WriteLine => {
    let writer = writers.get(release);
    if (writer === undefined) writers.set(release, (writer = lineWriter(release, secret)));
    return writer;
  };

  const record = (answered: Answered): void => {
    if (answered.release.manifest.privacy === "sensitive") return binned.add(answered);
    const { release, id, at, rows } = answered;
    const { model, version } = release.manifest;
    const stream = streamOf(model);
    const write = writerOf(release);
    const part = shareOf(model);
    stream.answered(version, rows);
    const one = (row: number): void => {
      if (part < 1 && drawOf(id, row) >= part) return;
      stream.add(version, at, write(answered, row));
    };
    slices.each(answered, one, (left) => stream.drop(version, left));
  };

  const told = new Map<string, number>();
  const tellDropped = (): void => {
    for (const [model, { totals }] of streams) {
      const answers = totals.dropped - (told.get(model) ?? 0);
      if (answers > 0) logger.warn({ model, answers }, "answers are dropped, and not recorded");
      told.set(model, totals.dropped);
    }
  };

  const timer = setInterval(() => {
    for (const stream of streams.values()) stream.flush();
    tellDropped();
    binned.flush();
  }, flushSeconds * 1_000).unref();

  return {
    wants: ({ model }: Manifest) => shareOf(model) > 0,
    keepsIds: ({ privacy }: Manifest) => privacy === "open",
    after: record,
    recordChallenge(answered, challengeOf) {
      const { release, at } = answered;
      const { model, version } = release.manifest;
      const stream = streamOf(model);
      stream.answered(version, 1);
      stream.add(version, at, writerOf(release)(answered, 0, challengeOf));
    },
    refused({ model, version, privacy }, code) {
      if (privacy === "open") streamOf(model).refused(version, code);
    },
    totals: () => [...streams].map(([model, { totals }]) => ({ model, ...totals })),
    async close(milliseconds) {
      clearInterval(timer);
      const finish = async (): Promise<void> => {
        await slices.finished();
        await eachTogether([...streams.values(), binned], (stream) => stream.finish());
      };
      await (milliseconds === undefined
        ? finish()
        : Promise.race([finish(), wait(milliseconds, undefined, { ref: false })]));
      for (const [model, stream] of streams) {
        const answers = stream.unsent();
        if (answers > 0) logger.error({ model, answers }, "answers are not recorded");
      }
    },
  };
};
