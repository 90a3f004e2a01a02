import { OutputUnwritable } from "@despliega/storage";
import { destination, pino, type DestinationStream, type Logger } from "pino";

/** The levels of pino, the highest first. */
export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * Makes the log: JSON lines, by default on standard output.
 *
 * @param sink another place for the lines
 */
export const createLogger = (level: LogLevel, sink?: DestinationStream): Logger =>
  pino({ level }, sink);

/** Bytes that are kept while they cannot be written; later lines are lost. */
const KEEP = 1 << 20;

/** Characters that are gathered before they are written. */
const GATHER = 16 << 10;

/** Milliseconds after which gathered lines are written in any case. */
const AT_LEAST_EVERY = 500;

/**
 * Opens standard output for a log that costs a request next to nothing: lines are gathered here and written some eighty
 * at a time. The write itself is synchronous, so that no line is lost when the process ends, however slow the reader is.
 * (sonic-boom can gather too, but measures all that it has at every line.)
 *
 * A full disk does not end the api: standard error gets one line, and the log goes on once there is space again.
 */
export const openLogSink = (): DestinationStream => {
  const output = destination({ sync: true, maxLength: KEEP });
  let reported = false;
  output.on("error", ({ code = "unknown" }: NodeJS.ErrnoException) => {
    if (reported || code === "EPIPE") return;
    reported = true;
    const error = new OutputUnwritable({ path: "standard output", reason: code });
    process.stderr.write(`${error.code}: ${error.message}\n`);
  });
  let gathered = "";
  const flush = () => {
    if (gathered === "") return;
    const lines = gathered;
    gathered = "";
    output.write(lines);
  };
  setInterval(flush, AT_LEAST_EVERY).unref();
  // Before pino's own listener, which closes the output.
  process.prependListener("exit", flush);
  return {
    write(line) {
      gathered += line;
      if (gathered.length >= GATHER) flush();
    },
  };
};
