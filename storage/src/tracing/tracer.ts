import type { Span, SpanStart } from "./span.js";

/** Makes spans and sends them. */
export interface Tracer {
  start(start: SpanStart): Span;
  /** Runs work, and all that it starts, in a span: spans that begin there are its children. */
  within<T>(span: Span, work: () => T): T;
  /** The span in which the code runs. */
  current(): Span | undefined;
  /**
   * Ends every open span, as failed with `STOPPED`, and sends what waits. It takes two seconds at most.
   *
   * @returns whether all was handed over in that time
   */
  close(): Promise<boolean>;
}
