import {
  listMonitorings,
  listVersions,
  readLedger,
  readManifest,
  readMonitoring,
  readPart,
  type BlobStore,
  type Champion,
  type Manifest,
  type Monitoring,
} from "@despliega/storage";
import type { Logger } from "pino";

import { ProblemError } from "../http/problem/problem-error.js";
import { problemOf } from "../serving/refresh-states.js";
import { keptFor } from "./kept.js";

/** What the storage holds about the models beside their releases. Every read fails with `DOCUMENT_UNAVAILABLE`. */
export interface Documents {
  /** A part of a release as JSON; undefined where the release has none. */
  json(manifest: Manifest, part: "metrics.json"): Promise<unknown>;
  /** A part of a release as text; undefined where the release has none. */
  text(manifest: Manifest, part: "report.html"): Promise<string | undefined>;
  /** The newest releases of a model, newest first, champion or not. */
  releases(model: string): Promise<readonly Manifest[]>;
  /** The last moves of a model's pointer, newest first. */
  moves(model: string): Promise<readonly Champion[]>;
  /** The last verdicts on a model with their documents, newest first. */
  monitorings(model: string): Promise<readonly DatedMonitoring[]>;
}

/** What a look at a model found, under its id. */
export interface DatedMonitoring {
  readonly id: string;
  readonly document: Monitoring;
}

/** Releases, moves and verdicts that are told at once. */
export const MOST_TOLD = { releases: 50, moves: 200, verdicts: 60 } as const;

/** Seconds for which a list may be older than the storage. */
const SECONDS = 5;

/** Reads from a store; what can change is read at most every few seconds, whatever many ask. */
export const documentsOf = (store: BlobStore, logger: Logger): Documents => {
  const lists = keptFor<unknown>(SECONDS);
  // What has a version or an id never changes.
  const manifests = keptFor<Manifest>(0);
  const monitorings = keptFor<Monitoring>(0, 200);
  const parts = keptFor<Buffer>(0, 40);

  const read = async <T>(what: string, model: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      logger.warn({ model, ...problemOf(error) }, `${what} cannot be read; predictions go on`);
      throw new ProblemError("DOCUMENT_UNAVAILABLE");
    }
  };
  const list = <T>(what: string, model: string, work: () => Promise<T>): Promise<T> =>
    read(what, model, () => lists(`${what} ${model}`, work) as Promise<T>);

  const part = (manifest: Manifest, name: string): Promise<Buffer | undefined> =>
    manifest.parts.some((known) => known.name === name)
      ? read(name, manifest.model, () =>
          parts(`${manifest.model} ${manifest.version} ${name}`, () =>
            readPart(store, manifest, name),
          ),
        )
      : Promise.resolve(undefined);

  return {
    async json(manifest, name) {
      const bytes = await part(manifest, name);
      return bytes && (JSON.parse(bytes.toString()) as unknown);
    },
    text: async (manifest, name) => (await part(manifest, name))?.toString(),
    releases: (model) =>
      list("the releases", model, async () => {
        const newest = (await listVersions(store, model)).toReversed().slice(0, MOST_TOLD.releases);
        const all: Manifest[] = [];
        for (const version of newest)
          all.push(
            await manifests(`${model} ${version}`, () => readManifest(store, model, version)),
          );
        return all;
      }),
    moves: (model) =>
      list("the ledger", model, async () =>
        (await readLedger(store, model)).toReversed().slice(0, MOST_TOLD.moves),
      ),
    monitorings: (model) =>
      list("the verdicts", model, async () => {
        const newest = (await listMonitorings(store, model))
          .toReversed()
          .slice(0, MOST_TOLD.verdicts);
        const all: DatedMonitoring[] = [];
        for (const id of newest)
          all.push({
            id,
            document: await monitorings(`${model} ${id}`, () => readMonitoring(store, model, id)),
          });
        return all;
      }),
  };
};
