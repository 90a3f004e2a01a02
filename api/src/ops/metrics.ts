import { collectDefaultMetrics, Gauge, Registry } from "prom-client";

import type { OnScore } from "../serving/answers.js";
import {
  LATENCY_BOUNDS,
  makeHistogram,
  observe,
  SCORE_BOUNDS,
  type Histogram,
} from "./histogram.js";

/** Labels of a metric's value. */
type Labels = Readonly<Record<string, string | number>>;

/** A metric whose numbers are read when somebody asks for them. */
export interface ReadMetric {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge";
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
  /** Adds a metric that is read at each scrape. */
  add(metric: ReadMetric): void;
  /** All of them in Prometheus's text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

interface RequestSeries {
  readonly labels: Labels;
  readonly latency: Histogram;
}

/**
 * Makes the metrics. Requests only add to plain numbers; prom-client sees them when it is asked for its text, which
 * takes what a request would have cost out of every request.
 */
export const createMetrics = (): Metrics => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  removeSums(registry);
  const requests = new Map<string, RequestSeries>();
  const scores = new Map<string, Histogram>();

  const addPlain = (metric: { name: string; help: string; type: string; values: () => object[] }) =>
    // prom-client asks a metric for nothing but this; its own classes count on every observation.
    registry.registerMetric({
      name: metric.name,
      get: async () => ({ ...metric, aggregator: "sum", values: metric.values() }),
      reset: () => {},
    } as unknown as Gauge);

  addPlain({
    name: "http_request_duration_seconds",
    help: "Time from a request's head to its answer, by route, method, status and model.",
    type: "histogram",
    values: () =>
      [...requests.values()].flatMap(({ labels, latency }) =>
        histogramValues("http_request_duration_seconds", labels, latency),
      ),
  });
  addPlain({
    name: "despliega_score",
    help: "Probabilities of classifications and numbers of regressions that were answered, by model.",
    type: "histogram",
    values: () =>
      [...scores].flatMap(([model, histogram]) =>
        histogramValues("despliega_score", { model }, histogram),
      ),
  });

  const seriesOf = (route: string, method: string, status: number, model: string) => {
    const key = `${status} ${method} ${model} ${route}`;
    let series = requests.get(key);
    if (series === undefined) {
      series = {
        labels: { route, method, status, model },
        latency: makeHistogram(LATENCY_BOUNDS),
      };
      requests.set(key, series);
    }
    return series;
  };

  return {
    request: (route, method, status, model, seconds) =>
      observe(seriesOf(route ?? "none", known(method), status, model).latency, seconds),
    score: ({ model, task }, score) => {
      let histogram = scores.get(model);
      if (histogram === undefined)
        scores.set(model, (histogram = makeHistogram(SCORE_BOUNDS[task])));
      observe(histogram, score);
    },
    add: ({ name, help, type, read }) => addPlain({ name, help, type, values: () => [...read()] }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
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

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"]);

// A caller may send any of Node.js's 35 methods: only the usual ones get series of their own.
const known = (method: string): string => (METHODS.has(method) ? method : "other");

const histogramValues = (name: string, labels: Labels, { bounds, counts, sum }: Histogram) => {
  let total = 0;
  const buckets = bounds.map((le, i) => {
    total += counts[i]!;
    return { metricName: `${name}_bucket`, labels: { ...labels, le }, value: total };
  });
  total += counts[bounds.length]!;
  return [
    ...buckets,
    { metricName: `${name}_bucket`, labels: { ...labels, le: "+Inf" }, value: total },
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: total },
  ];
};
