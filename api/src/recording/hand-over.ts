import type { Manifest, Release } from "@despliega/storage";
import type { Logger } from "pino";

import type { Answered } from "../serving/observed/answered.js";
import type { LineThread, StartLineThread } from "./line-thread.js";
import { packRow, rowForm, type Packing } from "./packed-rows.js";
import type { Memory } from "./pages.js";

/** Hands answers over to the thread that keeps their lines. */
export interface HandOver {
  /** Starts the thread before there is an answer, since it takes a while to load. */
  begin(): void;
  /** Counts answers, recorded or not. */
  answered(manifest: Manifest, rows: number, at: number): void;
  /** Has the answer to a row recorded, or counts it as dropped where there is no memory. */
  add(answered: Answered, row: number, challengeOf?: string): void;
  /** Counts answers that are dropped. */
  drop(manifest: Manifest, rows: number): void;
  /** Counts a refused request. */
  refused(manifest: Manifest, code: string): void;
  /** Hands over what there is, and has it kept. */
  flush(): void;
  /** Resolves when all is kept or given up. */
  finish(): Promise<void>;
  /** Ends the thread, and what it still holds with it. */
  end(): Promise<void>;
  /** By model, the answers since the start whose lines are kept, and those that are lost. */
  readonly totals: ReadonlyMap<string, Totals>;
}

/** What became of the answers of a model. */
export interface Totals {
  /** Handed over or dropped. */
  given: number;
  recorded: number;
  dropped: number;
}

/** What handing over needs. */
export interface HandOverOptions {
  readonly start: StartLineThread;
  readonly memory: Memory;
  readonly logger: Logger;
}

/** Numbers that go in one message: the rows of some tens of milliseconds of a busy api. */
const NUMBERS = 4_096;

const DAY_MS = 86_400_000;

interface Counts {
  answers: number;
  dropped: number;
  readonly refused: Map<string, number>;
}

/** Makes what hands answers over. The thread starts with the first of them at the latest, and where it ended by itself with the next flush. */
export const createHandOver = ({ start, memory, logger }: HandOverOptions): HandOver => {
  const totals = new Map<string, Totals>();
  let counts = new Map<Manifest, Counts>();
  const packings = new Map<Release, Packing>();
  let day = 0;
  let running: Running | undefined;
  let mayStart = true;

  const totalsOf = (model: string): Totals => {
    let of = totals.get(model);
    if (of === undefined) totals.set(model, (of = { given: 0, recorded: 0, dropped: 0 }));
    return of;
  };

  const countsOf = (manifest: Manifest): Counts => {
    let of = counts.get(manifest);
    if (of === undefined)
      counts.set(manifest, (of = { answers: 0, dropped: 0, refused: new Map() }));
    return of;
  };

  /** Answers of a model that were not handed over yet. */
  const heldOf = (model: string): number => {
    let held = 0;
    for (const [{ manifest }, { rows }] of packings) if (manifest.model === model) held += rows;
    for (const [manifest, { dropped }] of counts) if (manifest.model === model) held += dropped;
    return held;
  };

  const thread = (): Running | undefined => {
    if (running === undefined && mayStart) {
      mayStart = false;
      running = started();
    }
    return running;
  };

  const started = (): Running => {
    const before = new Map([...totals].map(([model, of]) => [model, { ...of }]));
    const own: Running = {
      numbers: new WeakMap(),
      gone: new FinalizationRegistry((release) => own.thread.post({ kind: "gone", release })),
      made: 0,
      bytes: 0,
      thread: start({
        onMessage(message) {
          switch (message.kind) {
            case "taken":
              own.bytes -= message.bytes;
              return memory.give(message.bytes);
            case "totals": {
              const { recorded, dropped } = before.get(message.model) ?? NOTHING;
              const of = totalsOf(message.model);
              of.recorded = recorded + message.recorded;
              of.dropped = dropped + message.dropped;
              return;
            }
            case "log":
              return logger[message.level](message.fields, message.message);
            case "finished":
              own.finished?.();
          }
        },
        onEnd(error) {
          memory.give(own.bytes);
          for (const [model, of] of totals) of.dropped = of.given - of.recorded - heldOf(model);
          logger.error({ problem: String(error) }, "the thread that records answers has ended");
          if (running === own) running = undefined;
          own.finished?.();
        },
      }),
    };
    return own;
  };

  const numberOf = (release: Release, own: Running): number => {
    let number = own.numbers.get(release);
    if (number === undefined) {
      number = ++own.made;
      own.numbers.set(release, number);
      own.gone.register(release, number);
      const { manifest, scorer, edition } = release;
      own.thread.post({
        kind: "release",
        release: number,
        manifest,
        outputs: scorer.outputs,
        edition: edition?.edition,
      });
    }
    return number;
  };

  const send = (release: Release, { numbers, texts, rows }: Packing): void => {
    packings.delete(release);
    const own = thread();
    if (own === undefined) {
      memory.give(numbers.byteLength);
      countsOf(release.manifest).dropped += rows;
      return;
    }
    own.bytes += numbers.byteLength;
    own.thread.post({ kind: "rows", release: numberOf(release, own), numbers, texts, rows });
  };

  const handOver = (): void => {
    for (const [release, packing] of packings) send(release, packing);
    for (const [{ model, version }, of] of counts)
      thread()?.thread.post({ kind: "counts", model, version, ...of });
    if (running !== undefined) counts = new Map();
  };

  const packingOf = (release: Release): Packing | undefined => {
    let packing = packings.get(release);
    if (packing === undefined) {
      const form = rowForm(release.manifest, release.scorer.outputs);
      const length = Math.max(NUMBERS, form.width);
      if (!memory.take(8 * length)) return undefined;
      packing = { form, numbers: new Float64Array(length), texts: [], rows: 0 };
      packings.set(release, packing);
    }
    return packing;
  };

  const drop = (manifest: Manifest, rows: number): void => {
    countsOf(manifest).dropped += rows;
    totalsOf(manifest.model).given += rows;
  };

  return {
    totals,
    begin: () => void thread(),
    drop,
    answered(manifest, rows, at) {
      const own = Math.floor(at / DAY_MS);
      // Counts belong to the day before, whose lines come first.
      if (own !== day) {
        handOver();
        day = own;
      }
      countsOf(manifest).answers += rows;
    },
    add(answered, row, challengeOf) {
      const { release } = answered;
      const packing = packingOf(release);
      if (packing === undefined) return drop(release.manifest, 1);
      packRow(packing, answered, row, challengeOf);
      totalsOf(release.manifest.model).given++;
      const { rows, numbers, form } = packing;
      if ((rows + 1) * form.width <= numbers.length) return;
      send(release, packing);
    },
    refused(manifest, code) {
      const { refused } = countsOf(manifest);
      refused.set(code, (refused.get(code) ?? 0) + 1);
    },
    flush() {
      mayStart = true;
      handOver();
      running?.thread.post({ kind: "flush" });
    },
    async finish() {
      mayStart = true;
      handOver();
      const own = running;
      if (own === undefined) return;
      own.thread.hold();
      await new Promise<void>((resolve) => {
        own.finished = resolve;
        own.thread.post({ kind: "finish" });
      });
    },
    end: async () => running?.thread.close(),
  };
};

const NOTHING = { recorded: 0, dropped: 0 };

/** A thread, and what it was given. */
interface Running {
  readonly thread: LineThread;
  /** The releases that it knows, by the numbers that name them. */
  readonly numbers: WeakMap<Release, number>;
  readonly gone: FinalizationRegistry<number>;
  made: number;
  /** Of rows that it has not taken yet. */
  bytes: number;
  finished?: () => void;
}
