import { callMessage, messageReader } from "@despliega/trainer/engine/spark/thrift-values.js";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";

/** A message of the binary protocol by hand: version, name, id and the struct that follows. */
const answer = (id: number, ...content: readonly (string | number)[]): Buffer =>
  Buffer.concat([
    Buffer.from("80010002", "hex"),
    Buffer.from([0, 0, 0, 2]),
    Buffer.from("Do"),
    Buffer.from([0, 0, 0, id]),
    ...content.map((part) => Buffer.from(String(part), "hex")),
  ]);

const RESULT = "0c0000"; // field 0, a struct
const END = "00";

/** A result with a list of doubles, one of whole numbers of 64 bits, a text, and a list of texts. */
const PAGE = answer(
  7,
  RESULT,
  ...["0f0001", "04", "00000002", "3ff8000000000000", "fff0000000000000"],
  ...["0f0002", "0a", "00000001", "0020000000000001"],
  ...["0b0003", "00000003", "c3a921"],
  ...["0f0004", "0b", "00000002", "00000001", "61", "00000000"],
  ...["020005", "01", "080006", "ffffffff", "0a0007", "8000000000000000"],
  END,
  END,
);

const expected = new Map<number, unknown>([
  [1, Float64Array.of(1.5, -Infinity)],
  [2, BigInt64Array.of(9_007_199_254_740_993n)],
  [3, Buffer.from("é!")],
  [4, [Buffer.from("a"), Buffer.alloc(0)]],
  [5, true],
  [6, -1],
  [7, -(2n ** 63n)],
]);

describe("messages of a Thrift server", () => {
  test("are read whatever their pieces are, and every bit of 64 stays", () => {
    const bytes = Buffer.concat([PAGE, PAGE]);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: bytes.length }), { maxLength: 30 }),
        (cuts) => {
          const places = [0, ...new Set(cuts.toSorted((a, b) => a - b)), bytes.length];
          const read = messageReader();
          const found = places.slice(1).flatMap((end, i) => read(bytes.subarray(places[i], end)));
          expect(found).toHaveLength(2);
          for (const { id, result } of found) {
            expect(id).toBe(7);
            expect(new Map(result)).toEqual(expected);
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test("are refused when they are none", () => {
    expect(() => messageReader()(Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"))).toThrow(
      "the server sends no Thrift",
    );
  });

  test("of more bytes than any page has are refused", () => {
    expect(() => messageReader()(answer(1, RESULT, "0b0001", "7fffffff"))).toThrow(
      "the server sends no Thrift",
    );
  });

  test("say that a call is unknown by having no result", () => {
    const exception = answer(3, END);
    exception[3] = 3;
    expect(messageReader()(exception)).toEqual([{ id: 3, result: undefined }]);
  });
});

test("a call is a message of the strict binary protocol", () => {
  const bytes = callMessage("Do", 258, [
    [1, { i32: -2 }],
    [2, { texts: { a: "é" } }],
    [3, { bool: true }],
  ]);
  expect(bytes.toString("hex")).toBe(
    [
      ...["80010001", "00000002", "446f", "00000102", "0c0001"],
      ...["080001", "fffffffe", "0d0002", "0b0b", "00000001", "00000001", "61", "00000002", "c3a9"],
      ...["020003", "01", "00", "00"],
    ].join(""),
  );
});
