import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

import { ROOT_CONTEXT, SpanKind, trace, TraceFlags, type Context } from "@opentelemetry/api";
import { detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";

import type { TracingSettings } from "../settings.js";
import type { RemoteSpan } from "../span.js";
import type { TracedProgram } from "../traced-program.js";
import type { Tracer } from "../tracer.js";
import { exportersOf } from "./exporters.js";
import { OpenSpan } from "./open-span.js";

/** Milliseconds in which the last spans have to be handed over. */
const CLOSE_MS = 2_000;

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;

/**
 * Makes the tracer of a program by OpenTelemetry's packages. They read their own settings from the environment: which traces
 * are sampled, and how many spans wait, at most 2,048 by default, beyond which they are dropped.
 */
export const openTracer = (
  { name, version, report }: TracedProgram,
  settings: TracingSettings,
): Tracer => {
  const exporters = exportersOf(settings, report);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      "service.name": name,
      "service.version": version,
      "service.instance.id": randomUUID(),
    }).merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: exporters.map((exporter) => new BatchSpanProcessor(exporter)),
  });
  const tracer = provider.getTracer("despliega", version);
  const current = new AsyncLocalStorage<OpenSpan>();
  const open = new Set<OpenSpan>();

  const contextOf = (parent: RemoteSpan | undefined): Context =>
    parent === undefined
      ? (current.getStore()?.context ?? ROOT_CONTEXT)
      : trace.setSpanContext(ROOT_CONTEXT, {
          traceId: parent.traceId,
          spanId: parent.spanId,
          traceFlags: parent.sampled ? TraceFlags.SAMPLED : TraceFlags.NONE,
          isRemote: true,
        });

  return {
    start({ name, kind, facts = {}, parent }) {
      const context = contextOf(parent);
      const how = { kind: kind === undefined ? SpanKind.INTERNAL : KINDS[kind], attributes: facts };
      return new OpenSpan(tracer.startSpan(name, how, context), context, open);
    },
    within: (span, work) => current.run(span as OpenSpan, work),
    current: () => current.getStore(),
    async close() {
      for (const span of open) {
        span.fail("STOPPED");
        span.end();
      }
      const over = new AbortController();
      const closed = provider.shutdown().then(
        () => true,
        () => false,
      );
      const late = wait(CLOSE_MS, undefined, { signal: over.signal }).then(
        () => {
          report("the last traces are lost: nobody took them within two seconds");
          return false;
        },
        () => false,
      );
      const all = await Promise.race([closed, late]);
      over.abort();
      return all;
    },
  };
};
