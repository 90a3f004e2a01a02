import { blobNames, scoresOf, type Golden, type Manifest, type Value } from "@despliega/storage";
import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { ROOT } from "../repository/files.js";
import { startApi, type ApiProcess } from "../support/api-process.js";
import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { trainOn } from "../trainer/support/runs.js";

/** A model as the scripts are told of it. */
export interface ClientModel {
  readonly name: string;
  readonly features: readonly string[];
  /** Of the tensors, in the order of the features. */
  readonly datatypes: readonly string[];
  /** Golden rows; null is missing. */
  readonly rows: readonly (readonly Value[])[];
  /** What the release answered when it was made. */
  readonly scores: readonly number[];
  /** The tensor that holds the scores. */
  readonly output: string;
  /** Scores from here on are of class 1; undefined for a regression. */
  readonly threshold: number | undefined;
}

/** An api in a process of its own, and the models that it serves. */
export interface Served {
  readonly url: string;
  readonly models: readonly ClientModel[];
  readonly api: ApiProcess;
}

/** Trains models on the samples that come with the project, and serves them on a free port. */
export const serveSamples = async (definitions: readonly ModelDefinition[]): Promise<Served> => {
  const container = newContainer();
  const store = await azuriteStore({ container });
  const models: ClientModel[] = [];
  for (const model of definitions) {
    for (const { dataset } of model.inputs)
      await store.create(blobNames.input(model.name, dataset), {
        file: `${ROOT}data/${model.name}/${dataset}`,
      });
    const { manifest } = await trainOn(store, { model, input: undefined });
    const golden = await store.read(blobNames.part(model.name, manifest.version, "golden.json"));
    models.push(clientModel(manifest, JSON.parse(String(golden.bytes)) as Golden));
  }
  const api = startApi({
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_RATE_LIMIT: "0",
    DESPLIEGA_ACCESS_LOG: "off",
    DESPLIEGA_REQUEST_TIMEOUT_SECONDS: "60",
  });
  return { url: await api.ready(), models, api };
};

const DATATYPES = { integer: "INT64", number: "FP64", boolean: "BOOL", category: "BYTES" } as const;

const clientModel = ({ model, features, task, threshold }: Manifest, { rows }: Golden) => ({
  name: model,
  features: features.map(({ name }) => name),
  datatypes: features.map(({ type }) => DATATYPES[type]),
  rows: rows.map((row) => row.features),
  scores: rows.flatMap((row) => scoresOf(row)),
  output: task === "classification" ? "probability" : "prediction",
  threshold: threshold?.value,
});

/** The same model with rows in which nothing is missing: a tensor has no other way to say so but NaN. */
export const withoutMissing = (model: ClientModel): ClientModel => {
  const whole = model.rows.map((row) => !row.includes(null));
  return {
    ...model,
    rows: model.rows.filter((_, i) => whole[i]),
    scores: model.scores.filter((_, i) => whole[i]),
  };
};

/** What is answered in place of scores where classes are. */
export const classesOf = ({ scores, threshold }: ClientModel): readonly number[] =>
  threshold === undefined ? scores : scores.map((score) => Number(score >= threshold));
