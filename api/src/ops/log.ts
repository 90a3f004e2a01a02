import { pino, type DestinationStream, type Logger } from "pino";

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
