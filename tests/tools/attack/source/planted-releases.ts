import { createHash } from "node:crypto";

import {
  createAudit,
  createAuthorisation,
  createLogger,
  createReleases,
  type Releases,
} from "@despliega/api";
import {
  blobNames,
  DespliegaError,
  memoryBlobStore,
  promote,
  readPseudonymKeys,
  SensitiveModels,
  type BlobStore,
} from "@despliega/storage";

import { overwrite } from "../../../storage/release/altered.js";
import {
  move,
  promoteTiny,
  publishTiny,
  SENSITIVE,
  versionOf,
  type TinyRelease,
} from "../../../support/release.js";
import type { Attack } from "../lib/attack.js";
import { keyOf } from "../lib/field.js";
import { newKey, signedStore } from "../lib/signing.js";

const MODEL = "vih";
const [OPEN, STRICT, CHAMPION, PLANTED] = [1, 2, 3, 4].map(versionOf) as [
  string,
  string,
  string,
  string,
];
const POINTER = blobNames.champion(MODEL);
const LEDGER = blobNames.ledger(MODEL);

/** What the api that is attacked was told, beside its storage. */
const DECLARED = SensitiveModels.parse(`${MODEL}:vih.predict:vih.pseudonym`);

type Description = NonNullable<TinyRelease["description"]>;

const withRoles = (masked: string, whole: string): Description => ({
  ...SENSITIVE,
  serving: {
    by: "row",
    answer: "infectado",
    subject: { name: "patient_id", pseudonymKey: "k1", roles: { masked, whole } },
  },
});

/** Releases that are less strict than what was declared. */
const LOOSER: Readonly<Record<string, Description>> = {
  "that is open": { serving: { by: "row", answer: "infectado" } },
  "that shows pseudonyms to the role for handles": withRoles("vih.predict", "vih.predict"),
  "that answers another role": withRoles("everybody", "vih.pseudonym"),
  "that shows pseudonyms to another role": withRoles("vih.predict", "everybody"),
};

interface Pointer {
  [member: string]: unknown;
}

/** How a planted release gets into the pointer, and what the thief writes beside it. */
const WAYS: Readonly<Record<string, (store: BlobStore, pointer: Pointer) => Promise<Pointer>>> = {
  "put there": async (_, pointer) => pointer,
  "with a consent": async (_, pointer) => ({ ...pointer, relaxed: "it is fine" }),
  "as the first release": async (store, pointer) => {
    await store.delete(LEDGER);
    return { ...pointer, sequence: 1, previous: null, relaxed: "it is fine" };
  },
  "as a rollback": async (_, pointer) => ({
    ...pointer,
    action: "rollback",
    previous: { version: pointer["version"], manifest: pointer["manifest"] },
  }),
  "with a consent in the ledger": async (store, pointer) => {
    const { bytes } = await store.read(LEDGER);
    const line = JSON.stringify({ ...pointer, relaxed: "it is fine" });
    await store.append(LEDGER, Buffer.from(`${line}\n`), bytes.length);
    return { ...pointer, sequence: Number(pointer["sequence"]) + 1 };
  },
};

/** What a thief of the storage has: the storage, and all that was ever in it. */
interface Loot {
  readonly bare: BlobStore;
  /** The pointers and the ledgers as they were after each move, oldest first. */
  readonly pointers: readonly Buffer[];
  readonly ledgers: readonly Buffer[];
}

type Plant = (loot: Loot) => Promise<unknown>;

const planted =
  (description: Description, way: (typeof WAYS)[string]): Plant =>
  async ({ bare }) => {
    await publishTiny(bare, { model: MODEL, version: PLANTED, description });
    const { bytes } = await bare.read(blobNames.manifest(MODEL, PLANTED));
    const champion = JSON.parse(String((await bare.read(POINTER)).bytes)) as Pointer;
    const { version, manifest, sequence } = champion;
    const pointer = await way(bare, {
      ...champion,
      version: PLANTED,
      manifest: createHash("sha256").update(bytes).digest("hex"),
      sequence: Number(sequence) + 1,
      previous: { version, manifest },
    });
    await overwrite(bare, POINTER, () => Buffer.from(JSON.stringify(pointer)));
  };

/** An older state of pointer and ledger. */
const putBack =
  (move: number, ledger: "stays" | "goes" | "too"): Plant =>
  async ({ bare, pointers, ledgers }) => {
    await overwrite(bare, POINTER, () => pointers[move]!);
    if (ledger === "goes") await bare.delete(LEDGER);
    if (ledger === "too") await overwrite(bare, LEDGER, () => ledgers[move]!);
  };

/** The moves of another store, which the same key signed. */
const fromElsewhere: Plant = async ({ bare }) => {
  const other = signedStore(key, memoryBlobStore(), "staging/despliega");
  for (const digit of [5, 6, 7, 8])
    await promoteTiny(other, { model: MODEL, version: versionOf(digit), description: SENSITIVE });
  for await (const { name } of other.list(""))
    await bare.write(name, (await other.read(name)).bytes);
};

const key = newKey();

/** What an api must refuse that was told the terms alone, and one that also checks signatures. */
const PLANTS: readonly {
  readonly name: string;
  readonly plant: Plant;
  readonly signed: boolean;
}[] = [
  ...[false, true].flatMap((signed) =>
    Object.entries(LOOSER).flatMap(([what, description]) =>
      Object.entries(WAYS).map(([how, way]) => ({
        name: `a release ${what}, ${how}`,
        plant: planted(description, way),
        signed,
      })),
    ),
  ),
  ...(["stays", "goes", "too"] as const).map((ledger) => ({
    name: `the open release of before, by its own move; the ledger ${ledger}`,
    plant: putBack(0, ledger),
    signed: true,
  })),
  { name: "an older move, as strict", plant: putBack(1, "stays"), signed: true },
  { name: "moves of another store", plant: fromElsewhere, signed: true },
];

/** A storage with its past: an open release, two strict ones, the last of which answers. */
const storage = async (): Promise<Loot> => {
  const bare = memoryBlobStore();
  const store = signedStore(key, bare, "bank/despliega");
  const [pointers, ledgers]: [Buffer[], Buffer[]] = [[], []];
  for (const [version, description] of [
    [OPEN, LOOSER["that is open"]!],
    [STRICT, SENSITIVE],
    [CHAMPION, SENSITIVE],
  ] as const) {
    await publishTiny(store, { model: MODEL, version, description });
    await promote(store, MODEL, version, move);
    pointers.push((await bare.read(POINTER)).bytes);
    ledgers.push((await bare.read(LEDGER)).bytes);
  }
  return { bare, pointers, ledgers };
};

const logger = createLogger("fatal", { write: () => {} });

const authorisation = createAuthorisation({
  tokens: true,
  roles: ["vih.predict"],
  pseudonymKeys: readPseudonymKeys({ DESPLIEGA_PSEUDONYM_KEYS: `k1:${keyOf("k1")}` }),
  audit: createAudit({ store: memoryBlobStore(), logger, timeoutSeconds: 5 }),
});

const releasesOn = ({ bare }: Loot, signed: boolean): Releases =>
  createReleases({
    store: signed
      ? { ...bare, signatures: { trusted: key.trusted, store: "bank/despliega" } }
      : bare,
    logger,
    models: [MODEL],
    refreshSeconds: 0,
    sensitiveModels: DECLARED,
    authorisation,
  });

const served = (releases: Releases): string | undefined => releases.current()[0]?.manifest.version;

/** Plants releases that are less strict toward people than an api was told, and old moves. */
export const plantedReleases: Attack = {
  tried: `${PLANTS.length} releases and pointers of a model about people: less strict ones with and without a consent that nobody gave, the open release of before by its own move, moves of another store; put into the storage of an api that runs, and of one that starts`,
  aim: "the api answers with anything but the release that was there",
  stopped:
    "`DESPLIEGA_SENSITIVE_MODELS`, which no consent loosens ([The declaration](sensitive.md#the-declaration)), and signed moves that name their store ([Signed releases](signing.md#one-store))",
  async play() {
    const successes: string[] = [];
    const codes: Record<string, number> = {};
    for (const { name, plant, signed } of PLANTS) {
      const loot = await storage();
      const running = releasesOn(loot, signed);
      await running.load();
      if (served(running) !== CHAMPION) throw new Error("the right release is not served");
      await plant(loot);
      await running.refresh(MODEL).catch(() => {});
      if (served(running) !== CHAMPION) successes.push(`${name}: while it runs`);
      const starting = releasesOn(loot, signed);
      try {
        await starting.load();
        if (served(starting) !== CHAMPION) successes.push(`${name}: when it starts`);
      } catch (error) {
        if (!(error instanceof DespliegaError)) throw error;
        codes[error.code] = (codes[error.code] ?? 0) + 1;
      }
    }
    return {
      tries: 2 * PLANTS.length,
      successes,
      figures: `at the start ${Object.entries(codes)
        .map(([code, times]) => `${times} × \`${code}\``)
        .join(", ")}`,
    };
  },
};
