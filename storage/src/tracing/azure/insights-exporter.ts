import type { SpanExporter } from "@opentelemetry/sdk-trace-base";

/** Without these it tells Microsoft about itself, sends a metric that is no span, and keeps on disk what it cannot send. */
const NOTHING_ELSE = [
  "APPLICATION_INSIGHTS_NO_STATSBEAT",
  "APPLICATIONINSIGHTS_STATSBEAT_DISABLED",
  "APPLICATIONINSIGHTS_SDKSTATS_DISABLED",
  "APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED",
] as const;

/** Makes the function that loads and makes the exporter of an Application Insights. */
export const insightsExporter = (connectionString: string) => async (): Promise<SpanExporter> => {
  for (const name of NOTHING_ELSE) process.env[name] ??= "true";
  const { AzureMonitorTraceExporter } = await import("@azure/monitor-opentelemetry-exporter");
  return new AzureMonitorTraceExporter({ connectionString, disableOfflineStorage: true });
};
