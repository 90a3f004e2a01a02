import { createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";

import { SettingInvalid } from "../errors/errors.js";
import { isP256 } from "./public-keys.js";
import type { Signer } from "./signer.js";

/** Signs by a private key of P-256 in a file of PEM, which is read when it is first needed. */
export const keyFileSigner = (file: string): Signer => {
  let key: Promise<KeyObject> | undefined;
  const read = () => (key ??= readKey(file));
  return {
    publicKey: async () => createPublicKey(await read()),
    sign: async (bytes) => sign("sha256", bytes, { key: await read(), dsaEncoding: "ieee-p1363" }),
  };
};

const readKey = async (file: string): Promise<KeyObject> => {
  const invalid = (problem: string) =>
    new SettingInvalid({ name: "DESPLIEGA_SIGNING_KEY_FILE", problem });
  let pem: string;
  try {
    pem = await readFile(file, "utf8");
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    throw invalid(`${file} cannot be read (${code})`);
  }
  try {
    const key = createPrivateKey(pem);
    if (isP256(key)) return key;
  } catch {
    // OpenSSL's error says nothing about the setting, and may hold bytes of a key.
  }
  throw invalid(`${file} must hold a private key of P-256 in PEM, without a password`);
};
