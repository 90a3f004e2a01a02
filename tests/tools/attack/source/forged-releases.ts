import { createHmac, generateKeyPairSync, sign } from "node:crypto";

import { createLogger, createReleases } from "@despliega/api";
import { blobNames, keyIdOf, memoryBlobStore, promote, type BlobStore } from "@despliega/storage";

import { overwrite } from "../../../storage/release/altered.js";
import { move, promoteTiny, publishTiny, versionOf } from "../../../support/release.js";
import type { Attack } from "../lib/attack.js";
import { newKey, signedStore, type SigningKey } from "../lib/signing.js";

const MODEL = "riesgo";
const POINTER = blobNames.champion(MODEL);
const [OLD, CHAMPION, UNMOVED, FORGED] = [1, 2, 3, 4].map(versionOf) as [
  string,
  string,
  string,
  string,
];

/** What a thief of the storage account has to work with. */
interface Loot {
  /** The storage, without any key. */
  readonly bare: BlobStore;
  /** The same, signed by a key of the thief's own. */
  readonly own: BlobStore;
  /** What anybody has of the key that signs. */
  readonly key: Pick<SigningKey, "id" | "publicPem">;
  /** Pointers as they were before, oldest first. */
  readonly pointers: readonly Buffer[];
}

type Forge = (loot: Loot) => Promise<unknown>;

interface Pointer {
  [member: string]: unknown;
  signature?: string;
}

const inPointer =
  (change: (pointer: Pointer, loot: Loot) => void): Forge =>
  (loot) =>
    overwrite(loot.bare, POINTER, (bytes) => {
      const pointer = JSON.parse(String(bytes)) as Pointer;
      change(pointer, loot);
      return Buffer.from(JSON.stringify(pointer));
    });

const encoded = (value: object | Uint8Array): string =>
  (value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(JSON.stringify(value))).toString(
    "base64url",
  );

/** Leads the pointer to another release, with a signature that is made of a header and the payload. */
const signedBy = (
  header: (loot: Loot) => object,
  signatureOf: (signed: string, loot: Loot) => string,
): Forge =>
  inPointer((pointer, loot) => {
    delete pointer.signature;
    pointer["version"] = UNMOVED;
    const payload = Object.fromEntries(
      Object.entries(pointer).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    );
    const head = encoded(header(loot));
    pointer.signature = `${head}..${signatureOf(`${head}.${encoded(payload)}`, loot)}`;
  });

const es256 = ({ key }: Loot): object => ({ alg: "ES256", kid: key.id, typ: "despliega-move" });

const stranger = generateKeyPairSync("ec", { namedCurve: "P-256" });

const byStranger = (signed: string): string =>
  encoded(
    sign("sha256", Buffer.from(signed), {
      key: stranger.privateKey,
      dsaEncoding: "ieee-p1363",
    }),
  );

const copyBlob = async (store: BlobStore, from: string, to: string): Promise<void> => {
  const { bytes } = await store.read(from);
  await overwrite(store, to, () => bytes);
};

/** Releases and pointers that nobody with the key has made. */
const FORGERIES: Readonly<Record<string, Forge>> = {
  "a release without a signature": async ({ bare }) => {
    await publishTiny(bare, { version: FORGED });
    await promote(bare, MODEL, FORGED, move);
  },
  "a release signed by another key": async ({ own }) => {
    await publishTiny(own, { version: FORGED });
    await promote(own, MODEL, FORGED, move);
  },
  "a signed release by an unsigned move": async ({ bare }) => promote(bare, MODEL, UNMOVED, move),
  "a signed release by another key's move": async ({ own }) => promote(own, MODEL, UNMOVED, move),
  "the pointer of before": ({ bare, pointers }) => overwrite(bare, POINTER, () => pointers[0]!),
  "the pointer of before with a higher sequence": ({ bare, pointers }) =>
    overwrite(bare, POINTER, () =>
      Buffer.from(JSON.stringify({ ...(JSON.parse(String(pointers[0])) as object), sequence: 9 })),
    ),
  "another version in the pointer": inPointer((pointer) => void (pointer["version"] = UNMOVED)),
  "a member twice": ({ bare }) =>
    overwrite(bare, POINTER, (bytes) =>
      Buffer.from(`${String(bytes).trimEnd().slice(0, -1)},"version":"${UNMOVED}"}`),
    ),
  "a member of what all objects share": ({ bare }) =>
    overwrite(bare, POINTER, (bytes) => {
      const { version: _, ...rest } = JSON.parse(String(bytes)) as Pointer;
      const text = JSON.stringify(rest).slice(0, -1);
      return Buffer.from(`${text},"__proto__":{"version":"${UNMOVED}"}}`);
    }),
  "no signature": inPointer((pointer) => {
    pointer["version"] = UNMOVED;
    delete pointer.signature;
  }),
  "an empty signature": inPointer((pointer) => {
    pointer["version"] = UNMOVED;
    pointer.signature = "";
  }),
  "no algorithm": signedBy(
    (loot) => ({ ...es256(loot), alg: "none" }),
    () => "",
  ),
  "a signature of zeros": signedBy(es256, () => encoded(Buffer.alloc(64))),
  "a signature of the order of the curve": signedBy(es256, () => {
    const order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    return encoded(Buffer.from(order + order, "hex"));
  }),
  "a signature of nothing": signedBy(es256, () => ""),
  "a stranger's signature by the id of the key": signedBy(es256, byStranger),
  "a stranger's signature by the stranger's id": signedBy(
    (loot) => ({ ...es256(loot), kid: keyIdOf(stranger.publicKey) }),
    byStranger,
  ),
  "a header with a key of its own": signedBy(
    (loot) => ({ ...es256(loot), jwk: stranger.publicKey.export({ format: "jwk" }) }),
    byStranger,
  ),
  "the public key as a secret": signedBy(
    (loot) => ({ ...es256(loot), alg: "HS256" }),
    (signed, { key }) => createHmac("sha256", key.publicPem).update(signed).digest("base64url"),
  ),
  "an id that all objects share": signedBy(
    (loot) => ({ ...es256(loot), kid: "__proto__" }),
    byStranger,
  ),
  "the signature of a manifest": async (loot) => {
    const { bytes } = await loot.bare.read(blobNames.signature(MODEL, UNMOVED));
    await inPointer((pointer) => {
      pointer["version"] = UNMOVED;
      pointer.signature = String(bytes).trim();
    })(loot);
  },
  "the manifest of before, with its signature": async ({ bare }) => {
    await copyBlob(bare, blobNames.manifest(MODEL, OLD), blobNames.manifest(MODEL, CHAMPION));
    await copyBlob(bare, blobNames.signature(MODEL, OLD), blobNames.signature(MODEL, CHAMPION));
  },
  "a byte of the manifest": ({ bare }) =>
    overwrite(bare, blobNames.manifest(MODEL, CHAMPION), (bytes) =>
      Buffer.from(String(bytes).replace('"riesgo"', '"riesgo" ')),
    ),
  "the signature of the manifest of before": ({ bare }) =>
    copyBlob(bare, blobNames.signature(MODEL, OLD), blobNames.signature(MODEL, CHAMPION)),
  "no signature of the manifest": ({ bare }) => bare.delete(blobNames.signature(MODEL, CHAMPION)),
  "the model of another release": ({ bare }) =>
    copyBlob(
      bare,
      blobNames.part(MODEL, UNMOVED, "model.json"),
      blobNames.part(MODEL, CHAMPION, "model.json"),
    ),
};

/** Weights of a release that answers otherwise, by the last digit of its version. */
const WEIGHTS = [2, 0, 0, 0, 0, 0];

/** Serves what a thief of the storage account has put there. */
export const forgedReleases: Attack = {
  tried: `${Object.keys(FORGERIES).length} releases and pointers that are unsigned, signed by others, of before, or changed, put into the storage of an api that knows who signs`,
  aim: "the api serves it",
  stopped:
    "signatures by ES256 over manifests and moves, and a sequence that only grows ([Signed releases](signing.md))",
  async play() {
    const successes: string[] = [];
    const codes: Record<string, number> = {};
    const [key, other] = [newKey(), newKey()];
    for (const [name, forge] of Object.entries(FORGERIES)) {
      const bare = memoryBlobStore();
      const store = signedStore(key, bare);
      await promoteTiny(store, { version: OLD });
      const pointers = [(await bare.read(POINTER)).bytes];
      await promoteTiny(store, { version: CHAMPION, weights: WEIGHTS });
      await publishTiny(store, { version: UNMOVED });
      await forge({ bare, own: signedStore(other, bare), key, pointers });
      const trusting: BlobStore = { ...bare, signatures: { trusted: key.trusted } };
      const logger = createLogger("fatal", { write: () => {} });
      const releases = createReleases({
        store: trusting,
        logger,
        models: [MODEL],
        refreshSeconds: 0,
      });
      try {
        await releases.load();
        successes.push(`${name}: ${releases.current()[0]?.manifest.version} is served`);
      } catch (error) {
        const { code = String(error) } = error as { readonly code?: string };
        codes[code] = (codes[code] ?? 0) + 1;
      }
    }
    return {
      tries: Object.keys(FORGERIES).length,
      successes,
      figures: Object.entries(codes)
        .map(([code, times]) => `${times} × \`${code}\``)
        .join(", "),
    };
  },
};
