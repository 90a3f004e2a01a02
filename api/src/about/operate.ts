import { memoryUsage } from "node:process";
import { getHeapStatistics } from "node:v8";

import { z } from "zod";

import { ProblemError } from "../http/problem/problem-error.js";
import { withProblems } from "../http/problem/with-problems.js";
import type { Identity } from "../http/auth-result.js";
import type { ApiResponse } from "../http/exchange/api-response.js";
import type { Route } from "../http/route.js";
import { jsonAnswer, serverEndpoint, type Endpoint } from "../openapi/endpoint.js";
import { schemaOf } from "../openapi/schema.js";
import { API_VERSION } from "../openapi/version.js";
import type { Metrics } from "../ops/metrics.js";
import type { Overload } from "../ops/overload.js";
import type { SettingInForce } from "../ops/settings-in-force.js";
import type { Releases } from "../serving/releases.js";

/** Whether a caller operates this api. */
export type IsOperator = (caller: Identity | undefined) => boolean;

/** What the page of an operator is made of. */
export interface OperateOptions {
  readonly releases: Releases;
  readonly metrics: Metrics;
  readonly overload: Overload;
  readonly isOperator: IsOperator;
  /** The settings of this process. Default: none are told. */
  readonly settings?: readonly SettingInForce[];
}

const seconds = z.number().nonnegative();
const count = z.int().nonnegative();

const OPERATE = z.strictObject({
  version: z.string().meta({ description: "Of the api." }),
  node: z.string(),
  uptimeSeconds: seconds,
  ready: z.boolean(),
  models: z.array(
    z.strictObject({
      model: z.string(),
      failures: count.meta({ description: "Refreshes that failed since the start." }),
      staleSeconds: count.meta({
        description: "Since the pointer was last read; 0 while the last refresh succeeded.",
      }),
      problem: z.string().nullable().meta({ description: "Why the last refresh failed." }),
    }),
  ),
  requests: z
    .array(
      z.strictObject({
        route: z.string(),
        method: z.string(),
        status: count,
        model: z.string(),
        count,
        p50: seconds.nullable(),
        p95: seconds.nullable(),
        p99: seconds.nullable(),
      }),
    )
    .meta({ description: "Since the start; quantiles in seconds, by the buckets of `/metrics`." }),
  shed: count.meta({ description: "Requests that were refused as the event loop was late." }),
  eventLoopDelaySeconds: seconds,
  memory: z.strictObject({ residentBytes: count, heapBytes: count, heapLimitBytes: count }),
  settings: z.array(
    z.strictObject({
      name: z.string(),
      origin: z.enum(["environment", "default"]),
      value: z.string().nullable().meta({ description: "`***` for what may be a secret." }),
      meaning: z.string(),
    }),
  ),
});

/** `/v1/operate`: how this process does, for those who operate it. */
export const operateRoute = ({
  releases,
  metrics,
  overload,
  isOperator,
  settings = [],
}: OperateOptions): Route => ({
  method: "get",
  path: "/v1/operate",
  handler: withProblems((_request, response) => {
    const { caller } = response as unknown as ApiResponse;
    if (!isOperator(caller)) throw new ProblemError("FORBIDDEN");
    const { rss, heapUsed } = memoryUsage();
    const body: z.input<typeof OPERATE> = {
      version: API_VERSION,
      node: process.version,
      uptimeSeconds: process.uptime(),
      ready: releases.ready(),
      models: releases.refreshes().map(({ model, failures, staleSeconds, problem }) => ({
        ...{ model, failures, staleSeconds },
        problem: problem ?? null,
      })),
      requests: metrics.requests().map((counts) => ({ ...counts })),
      shed: overload.count(),
      eventLoopDelaySeconds: overload.delay() / 1_000,
      memory: {
        residentBytes: rss,
        heapBytes: heapUsed,
        heapLimitBytes: getHeapStatistics().heap_size_limit,
      },
      settings: settings.map((setting) => ({ ...setting })),
    };
    response.setHeader("cache-control", "no-store").json(body);
  }),
});

/** This url in the document. */
export const OPERATE_ENDPOINT: Endpoint = serverEndpoint(
  "/v1/operate",
  "operate",
  "How this process does, for those who operate it",
  jsonAnswer("Numbers since its start, and its settings.", schemaOf(OPERATE)),
  { problems: ["FORBIDDEN"] },
);
