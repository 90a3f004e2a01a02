import type { SpanExporter } from "@opentelemetry/sdk-trace-base";

import { insightsExporter } from "../azure/insights-exporter.js";
import type { TracingSettings } from "../settings.js";
import { watchedExporter, type MakeExporter } from "./watched-exporter.js";

/** The exporters of the settings. Each is loaded when it has something to send. */
export const exportersOf = (
  { otlp, insights }: TracingSettings,
  report: (line: string) => void,
): readonly SpanExporter[] => [
  ...(otlp ? [watchedExporter(otlpExporter, "the OTLP receiver", report)] : []),
  ...(insights === undefined
    ? []
    : [watchedExporter(insightsExporter(insights), "Application Insights", report)]),
];

/** It reads `OTEL_EXPORTER_OTLP_…` itself. */
const otlpExporter: MakeExporter = async () => {
  const { OTLPTraceExporter } = await import("@opentelemetry/exporter-trace-otlp-proto");
  return new OTLPTraceExporter();
};
