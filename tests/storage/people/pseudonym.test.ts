import { createHmac } from "node:crypto";
import { inspect } from "node:util";

import { describe, expect, test } from "@jest/globals";
import { pseudonymOf, readPseudonymKeys } from "@despliega/storage";

import { testKey } from "../../support/test-key.js";

const base64 = (byte: number, bytes = 32): string => testKey(byte, bytes).toString("base64");
const read = (DESPLIEGA_PSEUDONYM_KEYS: string) => readPseudonymKeys({ DESPLIEGA_PSEUDONYM_KEYS });
const [k2, k1] = read(`k2:${base64(2)}, k1:${base64(1)}`) as [never, never];

describe("DESPLIEGA_PSEUDONYM_KEYS", () => {
  test("holds no key when it is not set", () => {
    expect(readPseudonymKeys({})).toEqual([]);
    expect(read("")).toEqual([]);
  });

  test("holds the current key first, then older ones", () => {
    const keys = read(`k2:${base64(2)}, k1:${base64(1, 48)}`);
    expect(keys.map(({ id }) => id)).toEqual(["k2", "k1"]);
    expect(keys.map(({ secret }) => secret.symmetricKeySize)).toEqual([32, 48]);
  });

  test.each([
    ["a key without an id", base64(1)],
    ["a key of 31 bytes", `k1:${base64(1, 31)}`],
    ["text that is not base64", `k1:${"%".repeat(64)}`],
    ["an id with a dot", `k.1:${base64(1)}`],
    ["nothing after a comma", `k1:${base64(1)},`],
    ["an id twice", `k1:${base64(1)},k1:${base64(2)}`],
  ])("is refused for %s, which is not repeated", (_, text) => {
    const error = (() => {
      try {
        return read(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toMatchObject({ code: "SETTING_INVALID" });
    const secret = text.split(":").at(-1)!.slice(0, 20);
    expect(inspect(error, { depth: 9 })).not.toContain(secret);
  });

  test("prints no secret of its keys", () => {
    const shown = inspect(k1, { depth: 9, showHidden: true }) + JSON.stringify(k1);
    expect(shown).not.toContain(base64(1).slice(0, 8));
    expect(shown).not.toContain("01 01 01");
  });
});

describe("a pseudonym", () => {
  test("is the key's id and the HMAC-SHA256 of model and identifier in hexadecimal", () => {
    const digest = createHmac("sha256", testKey(1)).update("vih\0patient 7").digest("hex");
    expect(pseudonymOf(k1, "vih", "patient 7")).toBe(`k1.${digest}`);
  });

  test.each([
    ["white space around it", " patient 7\n", "patient 7"],
    ["the way that an accent is written", "Jose\u0301", "Jos\u00e9"],
    ["being a whole number or its digits", 12, "12"],
    ["a decimal part of zeros", "12.0", 12],
    ["a decimal part of zeros of a negative number", " -9007199254740991.00", -9007199254740991],
  ])("does not depend on %s", (_, one, other) => {
    expect(pseudonymOf(k1, "vih", one)).toBe(pseudonymOf(k1, "vih", other));
  });

  test("depends on key, model, case and leading zeros", () => {
    const made = [
      pseudonymOf(k1, "vih", "a12"),
      pseudonymOf(k2, "vih", "a12"),
      pseudonymOf(k1, "vih2", "a12"),
      pseudonymOf(k1, "vih", "A12"),
      pseudonymOf(k1, "vih", "12"),
      pseudonymOf(k1, "vih", "012"),
      pseudonymOf(k1, "vih", "012.0"),
      pseudonymOf(k1, "vih", "12.5"),
      pseudonymOf(k1, "vih", "12."),
      pseudonymOf(k1, "vih", "9007199254740993"),
      pseudonymOf(k1, "vih", "9007199254740993.0"),
    ];
    expect(new Set(made).size).toBe(made.length);
  });

  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a fraction", 1.5],
    ["a number beyond 2^53", 2 ** 53],
    ["white space", " \t"],
    ["201 characters", "x".repeat(201)],
    ["half a character", "\ud800"],
    ["an object", { toString: () => "7" }],
  ])("is not made of %s", (_, identifier) => {
    expect(pseudonymOf(k1, "vih", identifier)).toBeUndefined();
  });
});
