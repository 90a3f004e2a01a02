import { describe, expect, test } from "@jest/globals";
import * as storage from "@despliega/storage";
import { DespliegaError, defineError } from "@despliega/storage";

describe("an error of a catalogue", () => {
  const Missing = defineError("MISSING", ({ name }: { name: string }) => `There is no ${name}`);

  test("carries its code, its message and its cause", () => {
    const cause = new Error("inner");
    const error = new Missing({ name: "it" }, { cause });
    expect(error).toBeInstanceOf(DespliegaError);
    expect(error).toBeInstanceOf(Missing);
    expect(error).toMatchObject({
      name: "MISSING",
      code: "MISSING",
      message: "There is no it",
      cause,
    });
    expect(Missing.code).toBe("MISSING");
  });

  test("has a code of its own, which is its name in capitals", () => {
    const catalogue = Object.entries(storage).filter(
      (entry): entry is [string, storage.ErrorKind<unknown>] =>
        typeof entry[1] === "function" && "code" in entry[1],
    );
    expect(catalogue.length).toBeGreaterThan(10);
    for (const [name, { code }] of catalogue)
      expect(code).toBe(name.replace(/(?<=[a-z])(?=[A-Z])/g, "_").toUpperCase());
  });
});
