import { pino, type DestinationStream, type Logger } from "pino";

import type { LogLevel } from "./config.js";

/**
 * Makes the log: JSON lines, by default on standard output.
 *
 * @param destination another place for the lines
 */
export const createLogger = (level: LogLevel, destination?: DestinationStream): Logger =>
  pino({ level }, destination);
