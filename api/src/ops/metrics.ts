import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";

import type { OnScore } from "../serving/answers.js";
import { LATENCY_BOUNDS, SCORE_BOUNDS } from "./bounds.js";
import { knownMethod } from "./known-method.js";
import { lastHour, type LastHour } from "./last-hour.js";
import { plainHistogram, type CountedSeries, type Observe } from "./plain-histogram.js";
import { quantileOf, totalOf } from "./quantile.js";

/** Labels of a metric's value. */
type Labels = Readonly<Record<string, string | number>>;

/** A metric whose numbers are read at each scrape. */
export interface ReadMetric {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
  /** The names of its labels. */
  readonly labels: readonly string[];
  readonly read: () => readonly { readonly labels: Labels; readonly value: number }[];
}

/** Requests of one kind, and how long they took, as far as the bounds of the histogram tell. */
export interface RequestCounts {
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly model: string;
  readonly count: number;
  /** Seconds that half of them took at most; null where the histogram does not reach so far. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** Numbers of this process, for Prometheus. */
export interface Metrics {
  /** Counts an answered request. */
  request(
    route: string | null,
    method: string,
    status: number,
    model: string,
    seconds: number,
  ): void;
  /** The answered requests since the start. */
  requests(): readonly RequestCounts[];
  /** Requests for predictions or features that were answered, of each of the last 60 minutes, the present one last. */
  readonly lastHour: (model: string) => readonly number[];
  /** Counts the score of an answer: the probability of a classification, the number of a regression. */
  readonly score: OnScore;
  add(metric: ReadMetric): void;
  /** All of them in Prometheus's text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

interface RequestKind {
  readonly route: string | null;
  readonly method: string;
  readonly status: number;
  readonly model: string;
  readonly observe: Observe;
}

/** Makes the metrics, with those of the process and of Node.js. */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  removeSums(registry);
  const requests = plainHistogram(
    registry,
    "http_request_duration_seconds",
    "Time from a request's head to its answer, by route, method, status and model.",
  );
  const scores = plainHistogram(
    registry,
    "despliega_score",
    "Probabilities of classifications and numbers of regressions that were answered, by model.",
  );
  const newEntities = new Counter({
    name: "despliega_new_entities_total",
    help: "Answers about entities that the release does not know, taken for ones without history, by model.",
    labelNames: ["model"],
    registers: [registry],
  });
  const byRequest = new Map<string, Observe>();
  /** The kind of the request before, which is often that of the next one: no key is put together for it. */
  let last: RequestKind = { route: "", method: "", status: 0, model: "", observe: () => {} };
  const hours = new Map<string, LastHour>();
  const hourOf = (model: string): LastHour => {
    let hour = hours.get(model);
    if (hour === undefined) hours.set(model, (hour = lastHour()));
    return hour;
  };
  const byModel = new Map<string, Observe>();

  return {
    request(route, method, status, model, seconds) {
      if (
        route === last.route &&
        method === last.method &&
        status === last.status &&
        model === last.model
      )
        return last.observe(seconds);
      const known = knownMethod(method, "other");
      const key = `${status} ${known} ${model} ${route}`;
      let observe = byRequest.get(key);
      if (observe === undefined) {
        const labels = { route: route ?? "none", method: known, status, model };
        observe = requests.series(labels, LATENCY_BOUNDS);
        if (model !== "none" && status < 300 && !describes(known, route))
          observe = also(observe, hourOf(model).count);
        byRequest.set(key, observe);
      }
      last = { route, method, status, model, observe };
      observe(seconds);
    },
    requests: () => requests.all().map(countsOf),
    lastHour: (model) => hourOf(model).minutes(),
    score({ model, task }, score, isNew) {
      if (isNew) newEntities.inc({ model });
      let observe = byModel.get(model);
      if (observe === undefined)
        byModel.set(model, (observe = scores.series({ model }, SCORE_BOUNDS[task])));
      observe(score);
    },
    add: (metric) => registry.registerMetric(metricOf(metric)),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};

/** Whether a request asks about a model, and not the model. */
const describes = (method: string, route: string | null): boolean =>
  method === "GET" && /^\/v[12]\//.test(route ?? "");

const also =
  (observe: Observe, count: () => void): Observe =>
  (value) => {
    observe(value);
    count();
  };

const countsOf = ({ labels, ...series }: CountedSeries): RequestCounts => ({
  ...(labels as Pick<RequestCounts, "route" | "method" | "status" | "model">),
  count: totalOf(series),
  p50: quantileOf(series, 0.5),
  p95: quantileOf(series, 0.95),
  p99: quantileOf(series, 0.99),
});

/** The metric of prom-client that reads its numbers when it is collected. */
const metricOf = ({ name, help, type, labels, read }: ReadMetric): Gauge | Counter => {
  const options = { name, help, labelNames: [...labels], registers: [] };
  return type === "gauge"
    ? new Gauge({
        ...options,
        collect() {
          this.reset();
          for (const { labels, value } of read()) this.set(labels, value);
        },
      })
    : new Counter({
        ...options,
        collect() {
          this.reset();
          for (const { labels, value } of read()) this.inc(labels, value);
        },
      });
};

/**
 * Removes prom-client's gauges whose names end as a counter's: Prometheus takes them for counters, and each is the sum
 * of the series of another gauge.
 */
const removeSums = (registry: Registry): void => {
  for (const metric of registry.getMetricsAsArray())
    if ((metric as unknown) instanceof Gauge && metric.name.endsWith("_total"))
      registry.removeSingleMetric(metric.name);
};
