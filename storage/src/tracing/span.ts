/** What a span tells beside its name and its times: names and counts, never a key or a value of a person. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** A span while it lasts. After its end nothing changes it. */
export interface Span {
  /** 32 hexadecimal digits, also where the trace is not sampled. */
  readonly traceId: string;
  rename(name: string): void;
  add(facts: Facts): void;
  /**
   * Marks what the span is about as failed.
   *
   * @param code of the error, never its message, which may name what a person asked for
   */
  fail(code: string): void;
  end(): void;
}

/** A span of another program, which asked this one; https://www.w3.org/TR/trace-context/#traceparent-header */
export interface RemoteSpan {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** 16 hexadecimal digits. */
  readonly spanId: string;
  readonly sampled: boolean;
}

/** How a span begins. */
export interface SpanStart {
  readonly name: string;
  /** `server` answers a request of another program, `client` asks one. Default: neither. */
  readonly kind?: "server" | "client";
  readonly facts?: Facts;
  /** Codes of errors that are ordinary answers, and mark nothing as failed. Default: none is. */
  readonly answers?: ReadonlySet<string>;
  /** Default: the span in which the code runs; outside of any the span begins a trace. */
  readonly parent?: RemoteSpan | undefined;
}
