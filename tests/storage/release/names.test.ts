import { randomBytes } from "node:crypto";

import { describe, expect, test } from "@jest/globals";
import { blobNames, isModelName, isName, isVersion, makeVersion } from "@despliega/storage";
import fc from "fast-check";

const VERSION = "20260131T235959Z-0123abcd";
const HOSTILE = ["", ".", "..", "../x", "/x", "a/b", "a\\b", "a\0", "a\n", "%2e%2e", "A", "ñ"];

describe("blob names", () => {
  test("have the folders of the contract", () => {
    expect(blobNames.input("riesgo", "loans.csv")).toBe("input/riesgo/loans.csv");
    expect(blobNames.part("riesgo", VERSION, "features.csv")).toBe(
      `output/riesgo/${VERSION}/features.csv`,
    );
    expect(blobNames.part("riesgo", VERSION, "model.json")).toBe(
      `train_models/riesgo/${VERSION}/model.json`,
    );
    expect(blobNames.manifest("riesgo", VERSION)).toBe(
      `train_models/riesgo/${VERSION}/manifest.json`,
    );
    expect(blobNames.champion("riesgo")).toBe("train_models/riesgo/champion.json");
    expect(blobNames.ledger("riesgo")).toBe("train_models/riesgo/ledger.jsonl");
  });

  test.each(HOSTILE)("are not made of %j", (name) => {
    const invalid = expect.objectContaining({ code: "NAME_INVALID" });
    expect(() => blobNames.input(name, "loans.csv")).toThrow(invalid);
    expect(() => blobNames.part(name, VERSION, "model.json")).toThrow(invalid);
    expect(() => blobNames.part("riesgo", name, "model.json")).toThrow(invalid);
    expect(() => blobNames.manifest(name, VERSION)).toThrow(invalid);
    expect(() => blobNames.manifest("riesgo", name)).toThrow(invalid);
    expect(() => blobNames.releases(name)).toThrow(invalid);
    expect(() => blobNames.champion(name)).toThrow(invalid);
    expect(() => blobNames.ledger(name)).toThrow(invalid);
    expect(() => blobNames.input("riesgo", name)).toThrow(invalid);
  });

  test("never leave their folder, whatever the names", () => {
    const any = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[a-z0-9._/\\-]{0,12}$/),
    );
    fc.assert(
      fc.property(any, any, (model, dataset) => {
        try {
          expect(blobNames.input(model, dataset)).toMatch(
            /^input\/[a-z][a-z0-9_]*\/[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)*\.?$/,
          );
        } catch (error) {
          expect(error).toMatchObject({ code: "NAME_INVALID" });
        }
      }),
    );
  });

  test("hold at most 40 characters of a model's name", () => {
    expect(isModelName("m".repeat(40))).toBe(true);
    expect(isModelName("m".repeat(41))).toBe(false);
  });
});

describe("a version", () => {
  test("starts with the time in UTC", () => {
    expect(makeVersion(new Date("2026-01-31T23:59:59.987Z"), Buffer.from("0123abcd", "hex"))).toBe(
      VERSION,
    );
  });

  test("is always valid, and sorts by its time", () => {
    const date = fc.date({
      min: new Date("0001-01-01"),
      max: new Date("9999-12-31"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, date, (a, b) => {
        const [first, second] = [a, b].map((at) => makeVersion(at, randomBytes(4)));
        expect(isVersion(first!)).toBe(true);
        const seconds = (at: Date): number => Math.floor(at.getTime() / 1_000);
        if (seconds(a) < seconds(b)) expect(first! < second!).toBe(true);
      }),
    );
  });

  test.each([...HOSTILE, `${VERSION}/..`, `${VERSION}\n`, VERSION.toUpperCase()])(
    "is not %j",
    (text) => {
      expect(isVersion(text)).toBe(false);
    },
  );
});

describe("a name of a feature, an answer or a field", () => {
  const longest = `a${"ñ".repeat(63)}b`;

  test.each(["a", "año", "tamaño_m2", "Größe", "価格", "цена", "x1", "x_", "हिन्दी", longest])(
    "may be %s",
    (name) => {
      expect(isName(name)).toBe(true);
    },
  );

  test.each([
    ...["", "1a", "_a", "a b", "a-b", "a.b", "a\n", "a\0", 'a"', "a'", "a,b", "a/b", "a%", "😀"],
    "año".normalize("NFD"),
    `${longest}b`,
    "a\u202e",
    "a\u200b",
  ])("may not be %j", (name) => {
    expect(isName(name)).toBe(false);
  });
});
