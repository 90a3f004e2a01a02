import { blobNames, type BlobStore } from "@despliega/storage";

import { collect } from "../../../support/collect.js";
import { randomOf } from "../../load/lib/random.js";
import type { Damageable } from "./releases.js";

/** One way to damage one blob. */
export interface Damage {
  readonly blob: string;
  readonly how: string;
  /** The bytes that are there instead; undefined when the blob is gone. */
  readonly make: (whole: Buffer) => Buffer | undefined;
}

/** Up to here every byte is flipped in turn. */
const SMALL = 16 << 10;

const RANDOM_FLIPS = 10_000;

const flip = (blob: string, at: number, bit: number): Damage => ({
  blob,
  how: `bit ${bit} of byte ${at} flipped`,
  make: (whole) => {
    const bytes = Buffer.from(whole);
    bytes[at]! ^= 1 << bit;
    return bytes;
  },
});

const shapes = (blob: string, size: number, other: number): Damage[] => [
  { blob, how: "gone", make: () => undefined },
  ...[...new Set([0, 1, size >> 1, other % size, size - 1])].map((length) => ({
    blob,
    how: `cut to ${length} bytes`,
    make: (whole: Buffer) => whole.subarray(0, length),
  })),
  ...["\n", "\0", "{}", ","].map((more) => ({
    blob,
    how: `longer by ${JSON.stringify(more)}`,
    make: (whole: Buffer) => Buffer.concat([whole, Buffer.from(more)]),
  })),
  { blob, how: "twice", make: (whole) => Buffer.concat([whole, whole]) },
  { blob, how: "zeros", make: (whole) => Buffer.alloc(whole.length) },
];

/** All ways to damage the pointer or a blob of a release, the same for the same seed. */
export const damagesOf = async (
  { store, manifest: { model, version } }: Damageable,
  seed: number,
): Promise<Damage[]> => {
  const release = (await collect(store.list(""))).filter(({ name }) => name.includes(version));
  const pointer = (await collect(store.list(blobNames.champion(model))))[0]!;
  const damages: Damage[] = [];
  for (const [index, { name, bytes }] of [...release, pointer].entries()) {
    const random = randomOf(seed, index);
    const places =
      bytes <= SMALL
        ? Array.from({ length: bytes }, (_, at) => at)
        : Array.from({ length: RANDOM_FLIPS }, () => random.int(0, bytes - 1));
    for (const at of places) damages.push(flip(name, at, random.int(0, 7)));
    damages.push(...shapes(name, bytes, random.int(0, bytes - 1)));
    damages.push(...(await swaps(store, name)));
  }
  return damages;
};

// Every other blob of the store in its place: of the same release, of another, the pointer and the ledger.
const swaps = async (store: BlobStore, blob: string): Promise<Damage[]> => {
  const { bytes: whole } = await store.read(blob);
  const others: Damage[] = [];
  for await (const { name } of store.list("")) {
    const { bytes } = await store.read(name);
    if (!bytes.equals(whole)) others.push({ blob, how: `${name} in its place`, make: () => bytes });
  }
  return others;
};
