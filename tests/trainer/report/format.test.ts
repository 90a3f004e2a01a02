import { expect, test } from "@jest/globals";
import { formatsOf } from "@despliega/storage/language";

const { count, measured, number, outOf, percent, signed, year } = formatsOf("en");

test("counts keep every digit and have thousands separators", () => {
  expect(count(777123)).toBe("777,123");
});

test("numbers in sentences have at most four significant digits, measured ones exactly four", () => {
  expect([0.5, 136.4468, 12345.678, -0.25].map(number)).toEqual([
    "0.5",
    "136.4",
    "12,346",
    "−0.25",
  ]);
  expect([0.5, 0.0381, 0].map(measured)).toEqual(["0.5000", "0.03810", "0"]);
});

test("shares are percentages with three significant digits", () => {
  expect([0, 0.01523, 0.5, 1].map(percent)).toEqual(["0%", "1.52%", "50.0%", "100%"]);
});

test("differences show their sign", () => {
  expect([0.4125, -0.087].map(signed)).toEqual(["+0.413", "−0.0870"]);
});

test("what is next to nothing keeps its first digits in scientific notation", () => {
  expect([-1.6423e-7, 1.6423e-7, 0.0000123, 0].map(signed)).toEqual([
    "−1.64E−7",
    "+1.64E−7",
    "+0.0000123",
    "0.00",
  ]);
  expect([2.5e-9, -2.5e-9].map(measured)).toEqual(["2.500E−9", "−2.500E−9"]);
  expect(number(2.5e-9)).toBe("2.5E−9");
});

test("years have no separator", () => {
  expect([1982, 2004.6].map(year)).toEqual(["1982", "2005"]);
});

test("what is not a number is a dash", () => {
  expect([count, number, measured, percent, signed].map((format) => format(NaN))).toEqual(
    Array(5).fill("–"),
  );
});

test("a small share is given of so many that at least two are left of it", () => {
  expect([0.31, 0.0152, 0.0004, 0, NaN, 1].map((share) => outOf(share).join(" of "))).toEqual([
    "31 of 100",
    "15 of 1,000",
    "4 of 10,000",
    "0 of 100",
    "0 of 100",
    "100 of 100",
  ]);
});

test("the interval of a share is of as many as the share", () => {
  expect(outOf(0.31, [0.249, 0.4]).join(" of ")).toBe("31 (25–40) of 100");
  expect(outOf(0, [0, 0.052]).join(" of ")).toBe("0 (0–5) of 100");
});

test("Spanish numbers have a decimal comma, and a point for thousands of any size", () => {
  const spanish = formatsOf("es");
  expect([1234, 777123].map(spanish.count)).toEqual(["1.234", "777.123"]);
  expect([0.5, 136.4468].map(spanish.number)).toEqual(["0,5", "136,4"]);
  expect([0, 0.01523, 1].map(spanish.percent)).toEqual(["0\u00a0%", "1,52\u00a0%", "100\u00a0%"]);
  expect(spanish.signed(-0.087)).toBe("−0,0870");
  expect(spanish.outOf(0.0152)).toEqual(["15", "1.000"]);
});
