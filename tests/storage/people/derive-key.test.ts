import { describe, expect, test } from "@jest/globals";
import { createSecretKey, hkdfSync } from "node:crypto";

import { deriveKey } from "@despliega/storage";

const bytes = Buffer.alloc(32, 7);
const secret = createSecretKey(bytes);
const byNode = (info: string, salt = Buffer.of()): Buffer =>
  Buffer.from(hkdfSync("sha256", bytes, salt, info, 32));

describe("a derived key", () => {
  test("is the one that stored identities, decisions and recorded keys were made with", () => {
    const salt = Buffer.from("both public keys");
    expect([
      deriveKey(secret, "identity encryption"),
      deriveKey(secret, "identity iv"),
      deriveKey(secret, "prediction key", { model: "riesgo" }),
      deriveKey(secret, "decision person"),
      deriveKey(bytes, "decision encryption", { salt }),
    ]).toEqual([
      byNode("despliega identity encryption"),
      byNode("despliega identity iv"),
      byNode("despliega prediction key riesgo"),
      byNode("despliega decision person"),
      byNode("despliega decision encryption", salt),
    ]);
  });

  test("differs by purpose and by model", () => {
    const keys = [
      deriveKey(secret, "answered pseudonym", { model: "vih" }),
      deriveKey(secret, "answered pseudonym", { model: "salud" }),
      deriveKey(secret, "subject handle", { model: "vih" }),
    ].map((key) => key.toString("hex"));
    expect(new Set(keys).size).toBe(3);
  });
});
