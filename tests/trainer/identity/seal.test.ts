import { describe, expect, test } from "@jest/globals";
import { createDecipheriv, hkdfSync } from "node:crypto";

import { identitySealer, openIdentity, type Identity } from "@despliega/trainer/identity/seal.js";

import { testKeys } from "../support/keys.js";

const [k1, k2] = testKeys("k1", "k2").identity as [never, never];
const ana: Identity = { identifier: "7", name: "Ana Ñandú" };
const sealed = identitySealer(k1, "vih")("p.1", ana);

const replaced = (part: number, change: (bytes: Buffer) => Buffer): string =>
  sealed
    .split(".")
    .map((text, i) =>
      i === part ? change(Buffer.from(text, "base64url")).toString("base64url") : text,
    )
    .join(".");
const flipped = (bytes: Buffer): Buffer =>
  bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) as Buffer;

describe("a sealed identity", () => {
  test("opens to itself, with or without a name", () => {
    expect(openIdentity([k2, k1], "vih", "p.1", sealed)).toEqual(ana);
    const nameless: Identity = { identifier: "8", name: null };
    const other = identitySealer(k2, "vih")("p.2", nameless);
    expect(openIdentity([k2, k1], "vih", "p.2", other)).toEqual(nameless);
  });

  test("is AES-256-GCM with a key derived by HKDF-SHA256, and model and pseudonym beside it", () => {
    const [id, ...parts] = sealed.split(".");
    const [iv, ciphertext, tag] = parts.map((part) => Buffer.from(part, "base64url"));
    expect([id, iv!.length, tag!.length]).toEqual(["k1", 12, 16]);
    const secret = Buffer.from("identities k1".padEnd(32, "."));
    const key = hkdfSync("sha256", secret, "", "despliega identity encryption", 32);
    const decipher = createDecipheriv("aes-256-gcm", Buffer.from(key), iv!)
      .setAAD(Buffer.from("vih\0p.1"))
      .setAuthTag(tag!);
    const text = Buffer.concat([decipher.update(ciphertext!), decipher.final()]).toString();
    expect(JSON.parse(text)).toEqual(ana);
  });

  test("is the same whenever it is made, and another for another person, place or key", () => {
    const made = [
      identitySealer(k1, "vih")("p.1", ana),
      identitySealer(k1, "vih")("p.1", { ...ana, identifier: "8" }),
      identitySealer(k1, "vih")("p.2", ana),
      identitySealer(k1, "other")("p.1", ana),
      identitySealer(k2, "vih")("p.1", ana),
    ];
    expect(made[0]).toBe(sealed);
    const ivs = made.map((text) => text.split(".")[1]);
    expect(new Set(ivs).size).toBe(made.length);
  });

  test("does not tell how long a name is", () => {
    const lengths = ["A", "Ana María de los Ángeles"].map(
      (name) => identitySealer(k1, "vih")("p.1", { ...ana, name }).length,
    );
    expect(lengths[0]).toBe(lengths[1]);
  });
});

describe("it does not open", () => {
  const opening = (keys: Parameters<typeof openIdentity>[0], ...rest: [string, string, string]) => {
    try {
      return openIdentity(keys, ...rest);
    } catch (error) {
      return error;
    }
  };

  test("without the key that it names", () => {
    expect(opening([k2], "vih", "p.1", sealed)).toMatchObject({
      code: "IDENTITY_KEY_UNKNOWN",
      message: expect.stringContaining("no key k1"),
    });
  });

  test("with another key of that id", () => {
    const impostor = { id: "k1", secret: (k2 as { secret: never }).secret };
    expect(opening([impostor], "vih", "p.1", sealed)).toMatchObject({
      code: "IDENTITY_UNREADABLE",
      message: expect.stringContaining("does not open with key k1"),
    });
  });

  test.each<[string, string, string, string]>([
    ["for another pseudonym", "vih", "p.2", sealed],
    ["for another model", "other", "p.1", sealed],
    ["with another IV", "vih", "p.1", replaced(1, flipped)],
    ["with another ciphertext", "vih", "p.1", replaced(2, flipped)],
    ["with another tag", "vih", "p.1", replaced(3, flipped)],
    ["with a shortened tag", "vih", "p.1", replaced(3, (tag) => tag.subarray(0, 4))],
    ["when it is cut off", "vih", "p.1", sealed.slice(0, sealed.lastIndexOf("."))],
  ])("%s", (_, model, pseudonym, text) => {
    expect(opening([k1], model, pseudonym, text)).toMatchObject({ code: "IDENTITY_UNREADABLE" });
  });
});
