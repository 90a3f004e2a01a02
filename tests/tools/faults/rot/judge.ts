import { createLogger, createReleases, type Releases } from "@despliega/api";
import {
  blobNames,
  readManifest,
  streamPart,
  type BlobStore,
  type DespliegaError,
  type EditionPointer,
  type Manifest,
} from "@despliega/storage";

import { versionOf } from "../../../support/release.js";

const REFUSALS = new Set(["RELEASE_INVALID", "BLOB_MISSING", "CHAMPION_MISSING"]);

/** The api's singleton with the first release, on a store with a pointer that has moved on since. */
export interface Judge {
  /** What is wrong about how it took the store as it is now; undefined when it did right. */
  judge(blob: string): Promise<string | undefined>;
  /** Whether it takes the release when nothing is damaged. */
  takes(): Promise<boolean>;
}

/** Loads the first release, then has the pointer moved. */
export const newJudge = async (
  store: BlobStore,
  { model, version, parts }: Manifest,
  edition: EditionPointer | undefined,
  movePointer: () => Promise<unknown>,
): Promise<Judge> => {
  let log = "";
  const logger = createLogger("error", { write: (line: string) => void (log = line) });
  const load = async (): Promise<Releases> => {
    const made = createReleases({ store, logger, models: [model], refreshSeconds: 0 });
    await made.load();
    return made;
  };
  const first = await store.read(blobNames.champion(model));
  let releases = await load();
  await movePointer();

  const served = (): string => {
    const release = releases.current()[0]!;
    return unitOf(release.manifest.version, release.edition?.edition);
  };
  const whole = unitOf(version, edition?.name);
  const reload = async (): Promise<void> => {
    const pointer = blobNames.champion(model);
    const now = await store.read(pointer);
    const etag = await store.replace(pointer, first.bytes, now.etag);
    releases = await load();
    await store.replace(pointer, now.bytes, etag);
  };

  // A part that serving does not need is read and checked when the release is exported.
  const exported = async (blob: string): Promise<string | undefined> => {
    const manifest = await readManifest(store, model, version);
    const part = parts.find((of) => blobNames.described(model, version, of) === blob)!;
    try {
      for await (const _ of streamPart(store, manifest, part.name));
    } catch (error) {
      const { code } = error as DespliegaError;
      return REFUSALS.has(code) ? undefined : `it is refused with ${code}`;
    }
    return "it is exported";
  };

  return {
    async judge(blob) {
      const failures = failuresOf(releases);
      const before = releases.current()[0];
      await releases.refresh(model);
      if (releases.current()[0] === before && served() === versionOf(1)) {
        if (failuresOf(releases) === failures) return "it is not missed";
        // The same problem again is not logged again.
        const { code } = JSON.parse(log) as { code: string };
        return REFUSALS.has(code) ? undefined : `it is refused with ${code}`;
      }
      const now = served();
      await reload();
      if (now !== whole) return `${now} is served`;
      // Actor and reason in the pointer may change; its hash still protects the release.
      if (blob === blobNames.champion(model)) return undefined;
      return isServed(parts, edition, blob) ? "it is served" : exported(blob);
    },
    async takes() {
      await releases.refresh(model);
      const taken = served() === whole;
      await reload();
      return taken;
    },
  };
};

const failuresOf = (releases: Releases): number => releases.status()[0]!.failures;

const unitOf = (version: string, edition: string | undefined): string =>
  edition === undefined ? version : `${version}/${edition}`;

const isServed = (
  parts: Manifest["parts"],
  edition: EditionPointer | undefined,
  blob: string,
): boolean => {
  const file = blob.slice(blob.lastIndexOf("/") + 1);
  const table = parts.some(({ name }) => name === "features.arrow")
    ? "features.arrow"
    : "features.csv";
  // An edition takes the place of the features that the release was published with.
  if (file === table && edition !== undefined) return blob.includes(`/editions/${edition.name}/`);
  return ["manifest.json", "model.json", "golden.json", table].includes(file);
};
