import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";

// What protobufjs makes of OpenTelemetry's .proto files; versions after this one encode by hand.
import root from "otlp-transformer-generated/build/src/generated/root.js";

import { until } from "./until.js";

/** What protobufjs makes of a message, as far as it is used here. Its own types lack it. */
interface Message {
  decode(bytes: Uint8Array): unknown;
  encode(message: object): { finish(): Uint8Array };
  toObject(message: unknown, how: object): unknown;
}

const { ExportTraceServiceRequest, ExportTraceServiceResponse } = (
  root as unknown as {
    readonly opentelemetry: {
      readonly proto: {
        readonly collector: { readonly trace: { readonly v1: Readonly<Record<string, Message>> } };
      };
    };
  }
).opentelemetry.proto.collector.trace.v1 as {
  readonly ExportTraceServiceRequest: Message;
  readonly ExportTraceServiceResponse: Message;
};

/** A span as it was received. */
export interface ReceivedSpan {
  readonly name: string;
  readonly kind: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first of a trace. */
  readonly parent: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly failed: boolean;
  readonly milliseconds: number;
  readonly start: number;
  /** What it says of the program. */
  readonly program: Readonly<Record<string, unknown>>;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface PlainSpan {
  readonly name: string;
  readonly kind: string;
  readonly traceId: Buffer;
  readonly spanId: Buffer;
  readonly parentSpanId: Buffer;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status?: { readonly code: string };
}

/** A receiver of spans by OTLP over HTTP. */
export interface OtlpReceiver {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly endpoint: string;
  readonly spans: readonly ReceivedSpan[];
  /** The requests as they came, and their headers. */
  readonly requests: readonly {
    readonly body: Buffer;
    readonly headers: NodeJS.Dict<string | string[]>;
    readonly url: string;
  }[];
  /** The first span of that name; waits for it. */
  span(name: string): Promise<ReceivedSpan>;
  close(): Promise<void>;
}

const factsOf = (attributes: readonly Attribute[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    attributes.map(({ key, value: { intValue, ...other } }) => [
      key,
      intValue === undefined ? Object.values(other)[0] : Number(intValue),
    ]),
  );

const spanOf = (span: PlainSpan, program: readonly Attribute[]): ReceivedSpan => ({
  name: span.name,
  kind: span.kind.replace("SPAN_KIND_", "").toLowerCase(),
  traceId: span.traceId.toString("hex"),
  spanId: span.spanId.toString("hex"),
  parent: span.parentSpanId.toString("hex"),
  facts: factsOf(span.attributes),
  failed: span.status?.code === "STATUS_CODE_ERROR",
  milliseconds: Number(BigInt(span.endTimeUnixNano) - BigInt(span.startTimeUnixNano)) / 1e6,
  start: Number(BigInt(span.startTimeUnixNano) / 1_000n) / 1e3,
  program: factsOf(program),
});

const spansOf = (body: Buffer): ReceivedSpan[] => {
  const decoded = ExportTraceServiceRequest.toObject(ExportTraceServiceRequest.decode(body), {
    longs: String,
    bytes: Buffer,
    enums: String,
    defaults: true,
  }) as {
    readonly resourceSpans: readonly {
      readonly resource: { readonly attributes: readonly Attribute[] };
      readonly scopeSpans: readonly { readonly spans: readonly PlainSpan[] }[];
    }[];
  };
  return decoded.resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => spanOf(span, resource.attributes))),
  );
};

/** Starts a receiver on a free port. */
export const startOtlpReceiver = async (): Promise<OtlpReceiver> => {
  const spans: ReceivedSpan[] = [];
  const requests: { body: Buffer; headers: NodeJS.Dict<string | string[]>; url: string }[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = await buffer(request);
    const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
    requests.push({ body, headers: request.headers, url: request.url ?? "" });
    spans.push(...spansOf(body));
    response
      .writeHead(200, { "content-type": "application/x-protobuf" })
      .end(ExportTraceServiceResponse.encode({}).finish());
  };
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    requests,
    span: (name) => until(() => spans.find((span) => span.name === name), `a span ${name}`),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
