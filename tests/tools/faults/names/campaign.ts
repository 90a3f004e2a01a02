import { blobNames, memoryBlobStore, type BlobStore } from "@despliega/storage";

import { randomOf } from "../../load/lib/random.js";
import { promoteTiny, versionOf } from "../../../support/release.js";
import type { Campaign } from "../lib/campaign.js";
import { tryClock } from "./clocks.js";
import { hostileName } from "./hostile.js";
import { PLACES } from "./places.js";

/**
 * Writes hostile names wherever a name of a model, version or part stands, and lets the clock of the trainers' machine
 * go wrong: no blob of another name is ever asked for, and every order is the order of the moves.
 */
export const names: Campaign = async ({ cases = 20_000, seed }, say) => {
  const failures: string[] = [];
  const places = [...Object.entries(PLACES), ["clocks", undefined] as const];
  for (let index = 0; index < cases; index++) {
    const [where, place] = places[index % places.length]!;
    const name = hostileName(randomOf(seed, index));
    const problem =
      place === undefined ? await attempt(() => tryClock(seed, index)) : await tryName(place, name);
    if (problem !== undefined)
      failures.push(`case ${index}, ${JSON.stringify(name)} ${where}: ${problem}`);
    if ((index + 1) % 5_000 === 0) say(`names: ${index + 1} of ${cases}`);
  }
  return { campaign: "names", cases, failures };
};

const tryName = async (
  place: (store: BlobStore, name: string) => Promise<string | undefined>,
  name: string,
): Promise<string | undefined> => {
  const store = memoryBlobStore();
  for (const digit of [1, 2]) await promoteTiny(store, { version: versionOf(digit) });
  const asked: string[] = [];
  const problem = await attempt(() => place(listening(store, asked), name));
  const other = asked.find((blob) => !ours(blob, name));
  return problem ?? (other === undefined ? undefined : `the store is asked for ${other}`);
};

const attempt = async (work: () => Promise<string | undefined>): Promise<string | undefined> => {
  try {
    return await work();
  } catch (error) {
    return `it fails with ${String(error)}`;
  }
};

// Tells every name that the store is asked for, but what a place itself writes.
const listening = (store: BlobStore, asked: string[]): BlobStore => ({
  ...store,
  read: (name) => store.read(recorded(asked, name)),
  stream: (name) => store.stream(recorded(asked, name)),
  replace: (name, bytes, etag) => store.replace(recorded(asked, name), bytes, etag),
  append: (name, bytes, length) => store.append(recorded(asked, name), bytes, length),
  delete: (name, etag) => store.delete(recorded(asked, name), etag),
  list: (prefix) => store.list(recorded(asked, prefix)),
});

const recorded = (asked: string[], name: string): string => {
  asked.push(name);
  return name;
};

const OURS = new RegExp(
  `^(?:(?:output|train_models|identities)/riesgo/(?:2026\\d{4}T\\d{6}Z-\\w{8}/[a-z_]+\\.[a-z]+)?|train_models/|${[
    blobNames.champion("riesgo"),
    blobNames.ledger("riesgo"),
    blobNames.pruning("riesgo"),
    blobNames.challenger("riesgo"),
    blobNames.verdict("riesgo"),
  ].join("|")})$`,
);

const ours = (blob: string, name: string): boolean =>
  OURS.test(blob) || blob === `train_models/riesgo/${name}/manifest.json`;
