import { addLost, countLine, countRefused, countsOf, type CountsByVersion } from "./counts.js";
import { pagesIn, type Memory, type Pages } from "./pages.js";
import { createSender, type Portion, type SenderOptions } from "./sender.js";

/** The recorded answers of one model on their way to the store. */
export interface Stream {
  /**
   * Adds the line of an answer, or counts it as dropped where there is no memory.
   *
   * @param at when the answer was given, in ms since 1970
   */
  add(version: string, at: number, line: string): void;
  /** Counts answers, recorded or not. */
  answered(version: string, rows: number): void;
  /** Counts answers that are dropped before they are lines. */
  drop(version: string, rows: number): void;
  /** Counts refused requests. */
  refused(version: string, code: string, by: number): void;
  /** Sends what there is. */
  flush(): void;
  /** Sends what there is, and resolves when it is kept or given up. */
  finish(): Promise<void>;
  /** Answers since the start whose lines are kept, and those that are lost. */
  readonly totals: { recorded: number; dropped: number };
}

/** What a stream needs. */
export interface StreamOptions extends Omit<SenderOptions, "onDone"> {
  readonly memory: Memory;
  /** Called when they have changed. */
  readonly onTotals: (totals: Stream["totals"]) => void;
  readonly now: () => number;
}

/** Lines of so many bytes are sent before it is time to. */
const PORTION_BYTES = 1 << 20;

/** Makes the stream of a model. */
export const createStream = (options: StreamOptions): Stream => {
  const { memory, store, now, onTotals } = options;
  const most = Math.min(PORTION_BYTES, store.limits.appendBytes);
  const totals = { recorded: 0, dropped: 0 };
  let counts: CountsByVersion = new Map();
  let pages: Pages | undefined;
  let day = dayOf(now());

  const onDone = ({ counts: own }: Portion, kept: boolean): void => {
    if (!kept) addLost(counts, own);
    for (const { recorded } of own.values()) totals[kept ? "recorded" : "dropped"] += recorded;
    onTotals(totals);
  };
  const sender = createSender({ ...options, onDone });

  const flush = (): void => {
    if (counts.size === 0) return;
    const at = new Date(now()).toISOString();
    const lines = [...counts].map(([version, of]) => countLine(at, version, of)).join("");
    sender.add({ day, pages: pages ?? pagesIn(memory), counts, lines });
    [pages, counts] = [undefined, new Map()];
  };

  const drop = (version: string, rows: number): void => {
    countsOf(counts, version).dropped += rows;
    totals.dropped += rows;
  };

  return {
    totals,
    flush,
    drop,
    add(version, at, line) {
      const own = dayOf(at);
      if (own !== day || (pages?.bytes() ?? 0) + line.length > most) {
        flush();
        day = own;
      }
      pages ??= pagesIn(memory);
      if (pages.add(line)) countsOf(counts, version).recorded++;
      else drop(version, 1);
    },
    answered: (version, rows) => void (countsOf(counts, version).answers += rows),
    refused: (version, code, by) => countRefused(countsOf(counts, version), code, by),
    async finish() {
      flush();
      await sender.finish();
    },
  };
};

const DAY_MS = 86_400_000;
let lastDay = { number: NaN, text: "" };

const dayOf = (at: number): string => {
  const number = Math.floor(at / DAY_MS);
  if (number !== lastDay.number)
    lastDay = { number, text: new Date(at).toISOString().slice(0, 10) };
  return lastDay.text;
};
