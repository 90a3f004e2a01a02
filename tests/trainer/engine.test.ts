import { expect, test } from "@jest/globals";
import { double, identifier, literal } from "@despliega/trainer/engine.js";
import fc from "fast-check";

import { testEngine } from "./support/engine.js";

const engine = await testEngine();

test("a number keeps all its bits as a literal", async () => {
  const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(numbers, async (values) => {
      const columns = values.map((value, i) => `${double(value)} AS c${i}, typeof(c${i}) AS t${i}`);
      const row = await engine.row<Record<string, number | string>>(`SELECT ${columns.join()}`);
      values.forEach((value, i) => {
        expect(row[`c${i}`]).toBe(value === 0 ? 0 : value);
        expect(row[`t${i}`]).toBe("DOUBLE");
      });
    }),
  );
});

test("text and names stay what they are, whatever quotes they hold", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "binary", minLength: 1 }).filter((text) => !text.includes("\0")),
      async (text) => {
        const row = await engine.row(`SELECT ${literal(text)} AS ${identifier(text)}`);
        expect(row).toEqual({ [text]: text });
      },
    ),
    { numRuns: 50 },
  );
});

test("whole numbers come back as numbers", async () => {
  expect(await engine.row("SELECT count(*) AS n, 7::HUGEINT AS h FROM range(3)")).toEqual({
    n: 3,
    h: 7,
  });
});

test("more or less than one row is not one row", async () => {
  await expect(engine.row("SELECT * FROM range(2)")).rejects.toThrow("Expected one row");
  await expect(engine.row("SELECT * FROM range(0)")).rejects.toThrow("Expected one row");
});

test("what does not fit into the memory limit even with spilling says which setting to raise", async () => {
  await engine.run("SET memory_limit = '20MB'");
  await expect(
    engine.run("SELECT list(md5(i::VARCHAR)) FROM range(2000000) AS t(i)"),
  ).rejects.toMatchObject({
    code: "ENGINE_OUT_OF_MEMORY",
    message: expect.stringMatching(/raise MEMORY_LIMIT$/),
  });
});
