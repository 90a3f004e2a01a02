import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { writeFile } from "node:fs/promises";

import {
  blobNames,
  keyIdOf,
  parsePublicKeys,
  readSigner,
  readStorageSettings,
} from "@despliega/storage";
import { expect, test } from "@jest/globals";
import { flattenedVerify } from "jose";

import { publishTiny, versionOf } from "../../support/release.js";
import { signedStore, signingKey } from "../../support/signing.js";

test("public keys of a setting are PEM, on one line or several, and of P-256 alone", async () => {
  const [one, two] = [await signingKey(), await signingKey()];
  const both = `${one.publicPem}${two.publicPem.replaceAll("\n", " ")}`;
  expect([...parsePublicKeys(both)!.keys()]).toEqual([one.id, two.id]);
  const ed25519 = generateKeyPairSync("ed25519").publicKey.export({ format: "pem", type: "spki" });
  const p384 = (await signingKey("P-384")).publicPem;
  for (const text of ["", "words", `${one.publicPem}words`, String(ed25519), p384])
    expect(parsePublicKeys(text)).toBeUndefined();
  const wrong = { DESPLIEGA_SIGNING_PUBLIC_KEYS: "secret words" };
  expect(() => readStorageSettings(wrong)).toThrow(
    /^(?!.*secret).*PUBLIC_KEYS: must be public keys/,
  );
});

test("the id of a key is its JWK thumbprint", () => {
  // The public key of RFC 7515, appendix A.3; the thumbprint is that of `jose`.
  const key = createPublicKey({
    key: {
      kty: "EC",
      crv: "P-256",
      x: "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
      y: "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    },
    format: "jwk",
  });
  expect(keyIdOf(key)).toBe("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U");
});

test("the signature of a manifest is a JWS whose payload is the manifest, by another implementation", async () => {
  const key = await signingKey();
  const store = signedStore(key);
  await publishTiny(store);
  const payload = (await store.read(blobNames.manifest("riesgo", versionOf(1)))).bytes;
  const jws = String((await store.read(blobNames.signature("riesgo", versionOf(1)))).bytes).trim();
  const [head = "", , signature = ""] = jws.split(".");
  const whole = { protected: head, payload: payload.toString("base64url"), signature };
  const { protectedHeader } = await flattenedVerify(whole, createPublicKey(key.publicPem));
  expect(protectedHeader).toEqual({ alg: "ES256", kid: key.id, typ: "despliega-manifest" });
});

test("a key file that is missing, no key or of another curve is said in one line without its bytes", async () => {
  const p384 = await signingKey("P-384");
  const words = await signingKey();
  await writeFile(words.file, "secret words");
  for (const file of ["nowhere.pem", p384.file, words.file])
    await expect(readSigner({ DESPLIEGA_SIGNING_KEY_FILE: file }, 1)!.publicKey()).rejects.toThrow(
      /^DESPLIEGA_SIGNING_KEY_FILE: (?!.*secret)[^\n]*$/,
    );
  const both = {
    DESPLIEGA_SIGNING_KEY_FILE: words.file,
    DESPLIEGA_SIGNING_KEY_VAULT_KEY: "https://bank.vault.azure.net/keys/releases",
  };
  expect(() => readSigner(both, 1)).toThrow(/one key signs/);
});
