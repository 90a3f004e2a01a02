import { SpanStatusCode, trace, type Context, type Span as OtelSpan } from "@opentelemetry/api";

import type { Facts, Span } from "../span.js";

/** A span of OpenTelemetry. While it is recorded and has not ended it is in a set, so that a stop can end it. */
export class OpenSpan implements Span {
  /** In which its children begin. */
  readonly context: Context;
  readonly #span: OtelSpan;
  readonly #open: Set<OpenSpan>;

  constructor(span: OtelSpan, parent: Context, open: Set<OpenSpan>) {
    this.#span = span;
    this.context = trace.setSpan(parent, span);
    this.#open = open;
    if (span.isRecording()) open.add(this);
  }

  get traceId(): string {
    return this.#span.spanContext().traceId;
  }

  rename(name: string): void {
    this.#span.updateName(name);
  }

  add(facts: Facts): void {
    this.#span.setAttributes(facts);
  }

  fail(code: string): void {
    this.#span.setAttribute("error.type", code);
    this.#span.setStatus({ code: SpanStatusCode.ERROR });
  }

  end(): void {
    this.#open.delete(this);
    this.#span.end();
  }
}
