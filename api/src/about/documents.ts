import {
  BlobMissing,
  listMonitorings,
  listVersions,
  readManifest,
  readMonitoring,
  readPart,
  ReleaseInvalid,
  SignatureInvalid,
  trustedMoves,
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
  /** The newest releases of a model that can be read, newest first, champion or not. */
  releases(model: string): Promise<readonly Manifest[]>;
  /** The last moves of a model's pointer, newest first; none that somebody without the key wrote, where the store has one. */
  moves(model: string): Promise<readonly Champion[]>;
  /** The last verdicts on a model whose documents can be read, newest first. */
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

  const problems = new Map<string, string>();

  const read = async <T>(what: string, model: string, work: () => Promise<T>): Promise<T> => {
    const key = `${what} ${model}`;
    try {
      const done = await work();
      problems.delete(key);
      return done;
    } catch (error) {
      const { code, problem } = problemOf(error);
      if (problems.get(key) !== problem)
        logger.warn({ model, code, problem }, `${what} cannot be read; predictions go on`);
      problems.set(key, problem);
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
        return readable(newest, (version) =>
          manifests(`${model} ${version}`, () => readManifest(store, model, version)),
        );
      }),
    moves: (model) =>
      list("the ledger", model, async () =>
        (await trustedMoves(store, model)).toReversed().slice(0, MOST_TOLD.moves),
      ),
    monitorings: (model) =>
      list("the verdicts", model, async () => {
        const newest = (await listMonitorings(store, model))
          .toReversed()
          .slice(0, MOST_TOLD.verdicts);
        return readable(newest, async (id) => ({
          id,
          document: await monitorings(`${model} ${id}`, () => readMonitoring(store, model, id)),
        }));
      }),
  };
};

/** What can be read of many: one that is damaged, of a later version or deleted meanwhile hides no other. */
const readable = async <T>(
  names: readonly string[],
  read: (name: string) => Promise<T>,
): Promise<readonly T[]> => {
  const all: T[] = [];
  for (const name of names)
    try {
      all.push(await read(name));
    } catch (error) {
      if (!UNREADABLE.some((kind) => error instanceof kind)) throw error;
    }
  return all;
};

const UNREADABLE = [BlobMissing, ReleaseInvalid, SignatureInvalid];
