import type { Recorder } from "../recording/recorder.js";
import type { Metrics } from "./metrics.js";

/** Adds how many answers were recorded and how many were lost, by model. */
export const addRecordingMetrics = (metrics: Metrics, { totals }: Recorder): void => {
  metrics.add({
    name: "despliega_recorded_answers_total",
    type: "counter",
    help: "Answers whose records are kept, by model.",
    labels: ["model"],
    read: () => totals().map(({ model, recorded }) => ({ labels: { model }, value: recorded })),
  });
  metrics.add({
    name: "despliega_dropped_answers_total",
    type: "counter",
    help: "Answers that were to be recorded and found no place in the buffer or no storage, by model.",
    labels: ["model"],
    read: () => totals().map(({ model, dropped }) => ({ labels: { model }, value: dropped })),
  });
};
