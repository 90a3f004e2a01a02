import { blobNames, promote, type BlobStore } from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { overwrite } from "../../storage/release/altered.js";
import { move, promoteTiny, publishTiny, versionOf } from "../../support/release.js";
import { signedStore, signingKey } from "../../support/signing.js";
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
  return { bare, store, settings: trusting };
};

const attacks: Readonly<Record<string, (bare: BlobStore, old: Buffer) => Promise<unknown>>> = {
  SIGNATURE_INVALID: async (bare) => {
    await publishTiny(bare, { version: versionOf(3), weights: HIGH_RISK });
    await promote(bare, "riesgo", versionOf(3), move);
  },
  POINTER_OLDER: (bare, old) => overwrite(bare, POINTER, () => old),
};

test.each(Object.entries(attacks))(
  "what somebody without the key put there does not answer: %s",
  async (code, attack) => {
    const { bare, store, settings } = await running();
    const old = (await bare.read(POINTER)).bytes;
    await promoteTiny(store, { version: versionOf(4) });
    const api = start({ ...settings, DESPLIEGA_REFRESH_SECONDS: "1" });
    const url = await api.ready();
    const before = await predictionAt(url);
    await attack(bare, old);
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
