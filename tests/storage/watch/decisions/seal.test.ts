import { expect, test } from "@jest/globals";
import {
  openLine,
  readDecisionKeys,
  sealerFor,
  writeDecision,
  type Decision,
  type KeptLine,
} from "@despliega/storage";
import { testKey } from "../../../support/test-key.js";
import { decisions, keyPair } from "./support.js";

const AT = new Date("2026-11-29T10:00:00.000Z");
const pair = keyPair();
const make = decisions();
const linesOf = (...made: Decision[]): KeptLine[] => {
  const seal = sealerFor(pair.publicKeys[0]!, "vih");
  return made.map((decision) => JSON.parse(writeDecision(decision, seal).toString()) as KeptLine);
};

test("a decision opens with the private key, and the line shows nothing of it before", () => {
  const decision = make(AT, { person: "s:0123", pseudonym: "k.secret", edition: "e" });
  const [line] = linesOf(decision);
  expect(Object.keys(line!)).toEqual(["id", "at", "version", "edition", "person", "sealed"]);
  expect(JSON.stringify(line)).not.toMatch(/secret|nurse|age|features/);
  expect(openLine(pair.privateKeys, "vih", line!)).toEqual(decision);
});

test("two decisions with different answers have lines of one length", () => {
  const lines = linesOf(make(AT, { answer: 1 }), make(AT, { answer: 0, reasons: [] }));
  expect(new Set(lines.map((line) => JSON.stringify(line).length)).size).toBe(1);
});

test.each([
  ["id", { id: "20261129T100000000Z-3f9c2a1b7d4e5f60-zz" }],
  ["time", { at: "2026-11-29T10:00:00.001Z" }],
  ["release", { version: "20260131T235959Z-0123abce" }],
  ["edition", { edition: "x" }],
  ["person", { person: "s:0124" }],
])("a line with another %s does not open", (_, changed) => {
  const [line] = linesOf(make(AT, { person: "s:0123" }));
  expect(() => openLine(pair.privateKeys, "vih", { ...line!, ...changed })).toThrow(
    "does not open with the key one",
  );
});

test("a line opens neither for another model, nor after a change, nor without its key", () => {
  const [line] = linesOf(make(AT));
  const { sealed } = line as { sealed: string };
  const changed = { ...line!, sealed: `${sealed.slice(0, -2)}AA` } as KeptLine;
  expect(() => openLine(pair.privateKeys, "riesgo", line!)).toThrow("does not open");
  expect(() => openLine(pair.privateKeys, "vih", changed)).toThrow("does not open");
  expect(() => openLine(keyPair("two").privateKeys, "vih", line!)).toThrow("has no key one");
  expect(() => openLine(keyPair("one").privateKeys, "vih", line!)).toThrow("does not open");
});

test("a private key where the public one belongs is refused, and so is any other text", () => {
  for (const text of [pair.privateText, `one:${testKey("no DER", 44).toString("base64")}`])
    expect(() => readDecisionKeys({ DESPLIEGA_DECISION_KEYS: text })).toThrow(
      "must hold public keys of X25519, in DER and base64",
    );
  expect(readDecisionKeys({})).toEqual([]);
});
