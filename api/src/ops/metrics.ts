import { collectDefaultMetrics, Counter, Gauge, Registry } from "prom-client";

import type { OnScore } from "../serving/answers.js";
import { LATENCY_BOUNDS, SCORE_BOUNDS } from "./bounds.js";
import { knownMethod } from "./known-method.js";
import { plainHistogram, type Observe } from "./plain-histogram.js";

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
  /** Counts the score of an answer: the probability of a classification, the number of a regression. */
  readonly score: OnScore;
  add(metric: ReadMetric): void;
  /** All of them in Prometheus's text format. */
  text(): Promise<string>;
  readonly contentType: string;
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
  const byModel = new Map<string, Observe>();

  return {
    request(route, method, status, model, seconds) {
      const known = knownMethod(method, "other");
      const key = `${status} ${known} ${model} ${route}`;
      let observe = byRequest.get(key);
      if (observe === undefined) {
        const labels = { route: route ?? "none", method: known, status, model };
        byRequest.set(key, (observe = requests.series(labels, LATENCY_BOUNDS)));
      }
      observe(seconds);
    },
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
