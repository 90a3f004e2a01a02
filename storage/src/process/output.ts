import { OutputUnwritable } from "../errors/errors.js";
import { printable } from "../errors/printable.js";

/** Error codes of a stream without a reader. After the first such error the stream reports that it is destroyed. */
const CLOSED = new Set(["EPIPE", "EOF", "ECONNRESET", "ERR_STREAM_DESTROYED"]);

const listeners: ((error: Error) => void)[] = [];

/** Lets no text of this process reach a terminal by standard error that the terminal would obey. */
const printOnly = (stream: NodeJS.WriteStream): void => {
  const write = stream.write.bind(stream) as (chunk: unknown, ...rest: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === "string" ? printable(chunk) : chunk, ...rest);
};

/**
 * Lets a process continue without its standard output and standard error. When a reader closes the pipe, as `head` does,
 * the process continues silently and keeps its exit code. After any other failure, such as a full disk, the process
 * continues too, but standard error gets one line and the exit code is 1.
 *
 * Standard error shows only characters that a terminal does not obey. A second call only adds another `failed`.
 *
 * @param failed is called once, after the line, for a failure other than a closed pipe. Default: does nothing
 */
export const surviveOutput = (failed: (error: Error) => void = () => {}): void => {
  listeners.push(failed);
  if (listeners.length > 1) return;
  for (const [stream, path] of [
    [process.stdout, "standard output"],
    [process.stderr, "standard error"],
  ] as const) {
    if (stream === process.stderr) printOnly(stream);
    let silent = false;
    stream.on("error", (cause: NodeJS.ErrnoException) => {
      const reason = cause.code ?? "unknown";
      if (silent || CLOSED.has(reason)) {
        silent = true;
        return;
      }
      silent = true;
      const error = new OutputUnwritable({ path, reason }, { cause });
      if (stream === process.stdout) process.stderr.write(`${error.code}: ${error.message}\n`);
      process.on("exit", () => (process.exitCode = 1));
      for (const listener of listeners) listener(error);
    });
  }
};
