import { StoreUnreachable } from "../errors/errors.js";
import type { BlobStore } from "./blob-store.js";
import type { DailyLog } from "./daily-log.js";

/**
 * Keeps a line.
 *
 * @returns resolves when it is kept
 * @throws the log's error, or `STORE_UNREACHABLE` when it takes too long or too many lines wait; it may then be kept all the same
 */
export type KeepLine = (line: Uint8Array) => Promise<void>;

/** What a queue needs. */
export interface AppendQueueOptions {
  readonly log: DailyLog;
  /** That of the log. */
  readonly store: BlobStore;
  /** Names a line in errors, such as `an audit record`. */
  readonly name: string;
  /** Time in which a line must be kept. */
  readonly timeoutSeconds: number;
  /** Called for every append that failed. */
  readonly onFailure: (error: unknown, lines: number) => void;
}

interface Entry {
  readonly line: Uint8Array;
  readonly settle: (error?: unknown) => void;
}

/**
 * Makes a queue in front of a log. While one append is on its way, the lines that come in wait and go out together in
 * the next, so that it keeps as many lines a second as it is asked for, whatever an append takes.
 */
export const createAppendQueue = (options: AppendQueueOptions): KeepLine => {
  const { log, store, name, timeoutSeconds, onFailure } = options;
  const unkept = (problem: string) => new StoreUnreachable({ url: store.url, name, problem });
  const most = store.limits.appendBytes - log.added.append;
  const bytesOf = (line: Uint8Array) => line.length + log.added.line;
  const waiting = new Set<Entry>();
  let bytes = 0;
  let writing = false;

  const takeAll = (): readonly Entry[] => {
    const all = [...waiting];
    waiting.clear();
    bytes = 0;
    return all;
  };

  const send = async (entries: readonly Entry[]): Promise<void> => {
    try {
      await log.append(entries.map(({ line }) => line));
      for (const { settle } of entries) settle();
    } catch (error) {
      onFailure(error, entries.length);
      for (const { settle } of entries) settle(error);
    }
  };

  const drain = async (): Promise<void> => {
    if (writing) return;
    writing = true;
    while (waiting.size > 0) await send(takeAll());
    writing = false;
  };

  return (line) =>
    new Promise((resolve, reject) => {
      // All lines that wait go out in one append.
      if (bytes + bytesOf(line) > most) return reject(unkept("too many of them wait"));
      const timer = setTimeout(() => {
        // What has not been sent never will be; what has been may arrive.
        if (waiting.delete(entry)) bytes -= bytesOf(line);
        reject(unkept(`not kept within ${timeoutSeconds} s`));
      }, timeoutSeconds * 1_000);
      const entry: Entry = {
        line,
        settle(error) {
          clearTimeout(timer);
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      waiting.add(entry);
      bytes += bytesOf(line);
      void drain();
    });
};
