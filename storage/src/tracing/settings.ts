import { z } from "zod";

import { parseSettings } from "../settings/parse-settings.js";
import type { SettingSchemas } from "../settings/setting-schemas.js";

/** Where spans are sent. */
export interface TracingSettings {
  /** Whether to an OTLP receiver, which OpenTelemetry's own settings describe. */
  readonly otlp: boolean;
  /** Connection string of an Application Insights. Undefined: to none. */
  readonly insights: string | undefined;
}

const url = z.url({ protocol: /^https?$/, error: "must be an http(s) url" }).optional();

const protocol = z
  .literal("http/protobuf", { error: "must be http/protobuf, the only protocol that is sent" })
  .optional();

const SAMPLERS = [
  ...["always_on", "always_off", "traceidratio"],
  ...["parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"],
];

const Environment = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: url.meta({
    description:
      "the url of an OTLP receiver, to whose `/v1/traces` spans are sent: [traces](traces.md)",
    default: "nothing is sent",
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url.meta({
    description: "the whole url for spans; takes precedence over the one above",
  }),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional().meta({
    description: "headers for the receiver, such as a key: `name=value` separated by commas",
  }),
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol.meta({
    description: "the protocol of the receiver; `http/protobuf` is the only one that is sent",
    default: "`http/protobuf`",
  }),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol.meta({
    description: "the same for spans alone",
    default: "`http/protobuf`",
  }),
  OTEL_TRACES_EXPORTER: z
    .enum(["otlp", "none"], { error: "must be otlp or none" })
    .default("otlp")
    .meta({ description: "`none` sends no spans to an OTLP receiver" }),
  OTEL_TRACES_SAMPLER: z
    .enum(SAMPLERS, { error: `must be one of ${SAMPLERS.join(", ")}` })
    .default("parentbased_always_on")
    .meta({ description: "which traces are sent, by OpenTelemetry's names" }),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number({ error: "must be a number from 0 to 1" })
    .min(0, { error: "must be at least 0" })
    .max(1, { error: "must be at most 1" })
    .default(1)
    .meta({ description: "the share of traces that a sampler by ratio sends" }),
  OTEL_SERVICE_NAME: z.string().optional().meta({
    description: "the name of this program in traces",
    default: "`despliega-trainer` or `despliega-api`",
  }),
  OTEL_RESOURCE_ATTRIBUTES: z.string().optional().meta({
    description: "what every trace says of this program: `name=value` separated by commas",
  }),
  OTEL_SDK_DISABLED: z
    .string()
    .default("false")
    .transform((text) => text.toLowerCase() === "true")
    .meta({ description: "`true` sends no spans at all" }),
  APPLICATIONINSIGHTS_CONNECTION_STRING: z
    .string()
    .regex(/(?:^|;)\s*InstrumentationKey=[0-9a-f-]{36}(?:;|$)/i, {
      error: "must be a connection string with an InstrumentationKey",
    })
    .optional()
    .meta({
      description: "the Application Insights to which spans are sent: [traces](traces.md)",
      default: "nothing is sent",
    }),
});

/** The settings that are read here and by OpenTelemetry's packages, each with its meaning, as `docs/settings.md` shows them. */
export const TRACING_SETTINGS: SettingSchemas = Environment.shape;

/**
 * Reads where spans are sent.
 *
 * @returns undefined when they are sent nowhere
 * @throws `SETTING_INVALID`
 */
export const readTracingSettings = (
  environment: NodeJS.ProcessEnv,
): TracingSettings | undefined => {
  if (!NAMES.some((name) => (environment[name] ?? "") !== "")) return undefined;
  const parsed = parseSettings(Environment, environment);
  const endpoint = parsed.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? parsed.OTEL_EXPORTER_OTLP_ENDPOINT;
  const otlp = endpoint !== undefined && parsed.OTEL_TRACES_EXPORTER === "otlp";
  const insights = parsed.APPLICATIONINSIGHTS_CONNECTION_STRING;
  if (parsed.OTEL_SDK_DISABLED || !(otlp || insights !== undefined)) return undefined;
  return { otlp, insights };
};

/** One of them says where to. */
const NAMES = [
  "OTEL_EXPORTER_OTLP_ENDPOINT",
  "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
  "APPLICATIONINSIGHTS_CONNECTION_STRING",
] as const;
