import type { Manifest } from "@despliega/storage";
import { z } from "zod";

/** A metric of a run as MLflow takes it. */
export interface RunMetric {
  readonly key: string;
  readonly value: number;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

/** A name with its value. */
export interface Pair {
  readonly key: string;
  readonly value: string;
}

const Folds = z.array(z.number());

/** What `metrics.json` says of cross-validation. Releases of other trainings have neither. */
export const Tried = z.object({
  selection: z
    .object({
      metric: z.string(),
      candidates: z.array(z.object({ name: z.string(), folds: Folds })),
    })
    .optional()
    .catch(undefined),
  search: z
    .object({
      metric: z.string(),
      trials: z.array(z.object({ number: z.number(), mean: z.number() })),
    })
    .optional()
    .catch(undefined),
});

/** MLflow's own limit. */
const MOST_CHARACTERS = 6_000;

/** The parameters of a run. MLflow has no value for one that is not set. */
export const paramsOf = ({ lineage: { parameters } }: Manifest): Pair[] =>
  Object.entries(parameters).flatMap(([key, value]) =>
    value === null ? [] : [{ key, value: String(value).slice(0, MOST_CHARACTERS) }],
  );

/**
 * The metrics of a run: those of the release with the ends of their intervals, each candidate's by fold, and each trial's
 * mean over the folds. Folds and trials are steps.
 */
export const metricsOf = (
  { created, metrics, intervals }: Manifest,
  { selection, search }: z.output<typeof Tried>,
): RunMetric[] => {
  const timestamp = Date.parse(created);
  const one = (key: string, value: number, step = 0): RunMetric[] =>
    Number.isFinite(value) ? [{ key, value, timestamp, step }] : [];
  return [
    ...Object.entries(metrics).flatMap(([name, value]) => one(name, value)),
    ...Object.entries(intervals?.metrics ?? {}).flatMap(([name, ends]) =>
      ["low", "high"].flatMap((end, i) => one(`${name}.${end}`, ends[i]!)),
    ),
    ...(selection?.candidates ?? []).flatMap(({ name, folds }) =>
      folds.flatMap((value, fold) => one(`folds.${name}.${selection!.metric}`, value, fold + 1)),
    ),
    ...(search?.trials ?? []).flatMap(({ number, mean }) =>
      one(`trials.${search!.metric}`, mean, number),
    ),
  ];
};

/** The tag by which a release is found again. */
export const VERSION_TAG = "despliega.version";

/** The tags of a run and of its version. */
export const tagsOf = (container: string, manifest: Manifest): Pair[] => {
  const { version, model, privacy, gates } = manifest;
  const checks = gates.every(({ passed }) => passed) ? "passed" : "failed";
  return Object.entries({
    [VERSION_TAG]: version,
    "despliega.container": container,
    "despliega.model": model,
    "despliega.privacy": privacy,
    "despliega.checks": checks,
  }).map(([key, value]) => ({ key, value }));
};

/** The tags that MLflow's own pages show. */
export const shownTagsOf = ({ question, version, lineage: { trainer } }: Manifest): Pair[] =>
  Object.entries({
    "mlflow.note.content": `${question}\n\nRelease ${version} of Despliega ${trainer.version}.`,
    "mlflow.source.name": "despliega",
    "mlflow.source.type": "JOB",
    ...(trainer.commit === null ? {} : { "mlflow.source.git.commit": trainer.commit }),
  }).map(([key, value]) => ({ key, value }));

/** MLflow's own limit. */
const DIGEST = 36;

/** The inputs of a run; none of a model about people, since they say something of its rows. */
export const datasetsOf = ({ privacy, model, lineage }: Manifest): object[] =>
  privacy === "sensitive"
    ? []
    : lineage.inputs.map(({ name, sha256, rows }) => ({
        tags: [
          { key: "mlflow.data.context", value: "training" },
          { key: "sha256", value: sha256 },
        ],
        dataset: {
          name,
          digest: sha256.slice(0, DIGEST),
          source_type: "local",
          source: JSON.stringify({ uri: `input/${model}/${name}` }),
          profile: JSON.stringify({ num_rows: rows }),
        },
      }));
