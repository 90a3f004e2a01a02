import { destination, pino, type DestinationStream, type Logger } from "pino";

import type { LogLevel } from "./config.js";

/**
 * Makes the log: JSON lines, by default on standard output.
 *
 * @param sink another place for the lines
 */
export const createLogger = (level: LogLevel, sink?: DestinationStream): Logger =>
  pino({ level }, sink);

/** Characters that are gathered before they are written. */
const GATHER = 16 << 10;

/** Milliseconds after which what was gathered is written anyhow. */
const AT_LEAST_EVERY = 500;

/**
 * Opens standard output for a log that never makes a request wait: lines are gathered here, written from another
 * thread, and what is left is written when the process ends. (sonic-boom can gather too, but measures all that it has
 * at every line.)
 */
export const openLogSink = (): DestinationStream => {
  const output = destination({ sync: false });
  let gathered = "";
  const pass = () => {
    if (gathered === "") return;
    output.write(gathered);
    gathered = "";
  };
  setInterval(pass, AT_LEAST_EVERY).unref();
  process.on("exit", () => {
    pass();
    output.flushSync();
  });
  return {
    write(line) {
      gathered += line;
      if (gathered.length >= GATHER) pass();
    },
  };
};
