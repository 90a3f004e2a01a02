import { blobNames, promote } from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { overwrite } from "../../storage/release/altered.js";
import { move, promoteTiny, publishTiny, versionOf } from "../../support/release.js";
import { namedStore, signedStore, signingKey } from "../../support/signing.js";
import { until } from "../../support/until.js";
import { failuresIn, metricAt, newStorage, predictionAt, start } from "./support.js";

const HIGH_RISK = [9, 0, 0, 0, 0, 0];
const POINTER = blobNames.champion("riesgo");

const running = async () => {
  const key = await signingKey();
  const { store: bare, settings } = await newStorage();
  const store = signedStore(key, bare);
  await promoteTiny(store);
  await promoteTiny(store, { version: versionOf(2) });
  const trusting = { ...settings, DESPLIEGA_SIGNING_PUBLIC_KEYS: key.publicPem };
  return { bare, store, key, settings: trusting };
};

type Attack = (storage: Awaited<ReturnType<typeof running>>, old: Buffer) => Promise<unknown>;

/** Puts releases and the pointer of another store in the place of those that are there. */
const replay = async ({ bare, key }: Parameters<Attack>[0], name: string | undefined) => {
  const other = namedStore(key, name);
  for (const digit of [1, 2, 3, 5, 6])
    await promoteTiny(other, { version: versionOf(digit), weights: HIGH_RISK });
  for await (const { name: blob } of other.list(""))
    if (blob !== blobNames.ledger("riesgo")) await bare.write(blob, (await other.read(blob)).bytes);
};

const attacks: Readonly<Record<string, readonly [code: string, attack: Attack]>> = {
  "an unsigned release": [
    "SIGNATURE_INVALID",
    async ({ bare }) => {
      await publishTiny(bare, { version: versionOf(3), weights: HIGH_RISK });
      await promote(bare, "riesgo", versionOf(3), move);
    },
  ],
  "an older move": ["POINTER_OLDER", ({ bare }, old) => overwrite(bare, POINTER, () => old)],
  "a move of another store": [
    "SIGNATURE_INVALID",
    (storage) => replay(storage, "staging/despliega"),
  ],
  "a move of another store that was not named": [
    "SIGNATURE_INVALID",
    (storage) => replay(storage, undefined),
  ],
};

test.each(Object.entries(attacks))(
  "what somebody without the key put there does not answer: %s",
  async (_, [code, attack]) => {
    const storage = await running();
    const { bare, store, settings } = storage;
    const old = (await bare.read(POINTER)).bytes;
    await promoteTiny(store, { version: versionOf(4) });
    const api = start({ ...settings, DESPLIEGA_REFRESH_SECONDS: "1" });
    const url = await api.ready();
    const before = await predictionAt(url);
    await attack(storage, old);
    await until(async () => (await metricAt(url, "despliega_refresh_failures_total")) > 0, code);
    expect(await predictionAt(url)).toEqual(before);
    expect(await (await fetch(`${url}/readyz`)).json()).toMatchObject({
      models: [{ version: versionOf(4), problem: code }],
    });
    expect(await metricAt(url, "despliega_refresh_problem")).toBe(1);
    await api.line((line) => line.code === code);
    expect(failuresIn(api)).toEqual([code]);
    // The ledger tells a new process what the old one had seen.
    const { code: ended, stderr } = await start(settings).ended;
    expect({ ended, stderr }).toEqual({
      ended: 1,
      stderr: expect.stringMatching(new RegExp(`^${code}: [^\\n]*\\n$`)),
    });
  },
);
