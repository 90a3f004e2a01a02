import { constants, fstatSync, openSync, writeSync } from "node:fs";

import { OutputUnwritable, printable } from "@despliega/storage";
import type { DestinationStream } from "pino";

import type { Metrics } from "./metrics.js";

/** Standard output as the place of a log. */
export interface LogSink extends DestinationStream {
  /** Takes a line that holds nothing which a terminal obeys. */
  readonly writePlain: (line: string) => void;
  /** Lines that found no place while nobody read. */
  readonly dropped: () => number;
}

/** Bytes that are kept while they cannot be written; later lines are dropped. */
const KEEP = 1 << 20;

/** Characters that are gathered before they are written. */
const GATHER = 16 << 10;

/** Milliseconds after which gathered lines are written in any case, and unwritten ones again. */
const EVERY_MS = 500;

/** Milliseconds for which the end of the process waits for a reader. */
const AT_END_MS = 2_000;

const STDOUT = 1;

const NOTHING = Buffer.alloc(0);

/**
 * Opens standard output for a log that costs a request next to nothing: lines are gathered here and written some eighty
 * at a time, and none is lost when the process ends and somebody reads. Where nobody reads a pipe, requests do not wait:
 * lines are kept up to 1 MiB, later ones are dropped and counted, and a line says how many once there is a reader.
 *
 * A full disk does not end the api: standard error gets one line, and the log goes on once there is space again.
 */
export const openLogSink = (): LogSink => {
  const fd = unblocked(STDOUT);
  let reported = false;
  let gathered = "";
  let kept = NOTHING;
  const encoded = Buffer.allocUnsafeSlow(4 * GATHER);
  let dropped = 0;
  let told = 0;

  const report = (code: string): void => {
    if (reported || code === "EPIPE") return;
    reported = true;
    const error = new OutputUnwritable({ path: "standard output", reason: code });
    process.stderr.write(`${error.code}: ${error.message}\n`);
  };

  /** Writes what is kept. @returns the code of the error that ended it */
  const drain = (): string | undefined => {
    try {
      while (kept.length > 0) kept = kept.subarray(writeSync(fd, kept));
      return undefined;
    } catch (error) {
      const { code = "unknown" } = error as NodeJS.ErrnoException;
      if (code !== "EAGAIN") report(code);
      return code;
    }
  };

  const keep = (lines: string): void => {
    if (kept.length + lines.length > KEEP) dropped += lines.split("\n").length - 1;
    else kept = Buffer.concat([kept, Buffer.from(lines)]);
  };

  /** Writes lines that nothing waits before, from memory that is there already, and keeps what cannot be written. */
  const write = (lines: string): string | undefined => {
    kept = encoded.subarray(0, encoded.write(lines));
    const code = drain();
    kept = code === undefined ? NOTHING : Buffer.from(kept);
    return code;
  };

  const flush = (): string | undefined => {
    const lines = gathered;
    gathered = "";
    if (kept.length > 0) drain();
    if (dropped > told && kept.length === 0) {
      keep(droppedLine(dropped - told));
      told = dropped;
    }
    if (kept.length === 0 && 3 * lines.length <= encoded.length) return write(lines);
    if (lines !== "") keep(lines);
    return drain();
  };

  setInterval(flush, EVERY_MS).unref();
  process.prependListener("exit", () => {
    const end = performance.now() + AT_END_MS;
    while (flush() === "EAGAIN" && performance.now() < end) pause(10);
  });
  const writePlain = (line: string): void => {
    gathered += line;
    if (gathered.length >= GATHER) flush();
  };
  return {
    write: (line) => writePlain(printable(line)),
    writePlain,
    dropped: () => dropped,
  };
};

/** Adds the lines that were dropped to the metrics. */
export const addLogMetrics = (metrics: Metrics, { dropped }: LogSink): void =>
  metrics.add({
    name: "despliega_log_lines_dropped_total",
    type: "counter",
    help: "Lines of the log that were dropped because nobody read standard output.",
    labels: [],
    read: () => [{ labels: {}, value: dropped() }],
  });

const droppedLine = (lines: number): string =>
  `{"level":40,"time":${Date.now()},"lines":${lines},"msg":"lines of the log were dropped, as nobody read them"}\n`;

/**
 * A descriptor of the same output whose writes fail with `EAGAIN` instead of blocking. Only a pipe has a reader who may
 * stop, and only a descriptor of one's own may be switched: the first one is shared with other processes.
 */
const unblocked = (fd: number): number => {
  try {
    if (!fstatSync(fd).isFIFO()) return fd;
    return openSync(`/dev/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch {
    return fd;
  }
};

const pause = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};
