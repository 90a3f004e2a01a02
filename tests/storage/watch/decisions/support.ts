import { generateKeyPairSync } from "node:crypto";

import {
  answerIds,
  readDecisionKeys,
  readDecisionPrivateKeys,
  writeDecision,
  type BlobStore,
  type Decision,
} from "@despliega/storage";

/** A pair of keys as the settings hold them. */
export const keyPair = (id = "one") => {
  const pair = generateKeyPairSync("x25519");
  const der = (key: "publicKey" | "privateKey", type: "spki" | "pkcs8") =>
    `${id}:${pair[key].export({ format: "der", type: type as "spki" }).toString("base64")}`;
  const publicText = der("publicKey", "spki");
  const privateText = der("privateKey", "pkcs8");
  return {
    publicText,
    privateText,
    publicKeys: readDecisionKeys({ DESPLIEGA_DECISION_KEYS: publicText }),
    privateKeys: readDecisionPrivateKeys({ DESPLIEGA_DECISION_PRIVATE_KEYS: privateText }),
  };
};

const VERSION = "20260131T235959Z-0123abcd";
export const INSTANCE = "3f9c2a1b7d4e5f60";

/** Makes decisions of one process. */
export const decisions = () => {
  const next = answerIds(INSTANCE);
  return (at: Date, given: Partial<Decision> = {}): Decision => ({
    id: next(at),
    at: at.toISOString(),
    version: VERSION,
    caller: { name: "nurse", kind: "entra" },
    request: "r",
    features: [1, null, "Infinity"],
    scores: [0.1 + 0.2],
    answer: 1,
    reasons: ["age"],
    ...given,
  });
};

/** A process that appends to the blob of a day, as the api does. */
export const appender = (store: BlobStore, model = "vih") => {
  const lengths = new Map<string, number>();
  return async (name: string, ...made: readonly Decision[]) => {
    const whole = `decisions/${model}/${name}`;
    const bytes = Buffer.concat(made.map((decision) => writeDecision(decision)));
    const length = lengths.get(whole) ?? 0;
    await store.append(whole, bytes, length);
    lengths.set(whole, length + bytes.length);
  };
};
