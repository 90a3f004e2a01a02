import type { Span, SpanStart } from "./span.js";
import type { Tracer } from "./tracer.js";

// One for a process, as its standard output is: passed on, it would be a parameter of everything that reads a blob.
let active: Tracer | undefined;

/** Sets the tracer of this process. Undefined: spans are not made. */
export const useTracer = (tracer: Tracer | undefined): void => void (active = tracer);

/** The tracer of this process. Undefined, the default: spans are not made. */
export const activeTracer = (): Tracer | undefined => active;

/** A span that nobody reads. */
const NO_SPAN: Span = { traceId: "", rename() {}, add() {}, fail() {}, end() {} };

/** The span in which the code runs; outside of any, one that nobody reads. */
export const currentSpan = (): Span => active?.current() ?? NO_SPAN;

/** Runs work in a span, which ends with it. An error marks the span as failed, with its code. */
export const inSpan = <T>(start: SpanStart, work: (span: Span) => Promise<T>): Promise<T> =>
  active === undefined ? work(NO_SPAN) : traced(active, start, work);

const traced = async <T>(
  tracer: Tracer,
  start: SpanStart,
  work: (span: Span) => Promise<T>,
): Promise<T> => {
  const span = tracer.start(start);
  try {
    return await tracer.within(span, () => work(span));
  } catch (error) {
    note(span, start, error);
    throw error;
  } finally {
    span.end();
  }
};

/** Runs an iteration in a span, which ends with it. What its reader does meanwhile is not in the span. */
export async function* iterateInSpan<T>(
  start: SpanStart,
  iterate: (span: Span) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const span = active?.start(start) ?? NO_SPAN;
  try {
    yield* iterate(span);
  } catch (error) {
    note(span, start, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Notes the code of an error, or its class where it is a bug. */
const note = (span: Span, { answers }: SpanStart, error: unknown): void => {
  const code = error instanceof Error ? error.name : typeof error;
  if (answers?.has(code) === true) span.add({ "despliega.answer": code });
  else span.fail(code);
};
