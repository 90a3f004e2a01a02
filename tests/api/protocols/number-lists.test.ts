import { beforeAll, expect, test } from "@jest/globals";
import { jsonOf, nanAsNull, NumberList } from "@despliega/api";
import fc from "fast-check";

import { binaryRequest, type PlainTensor } from "../../support/binary-tensors.js";
import { VALUE_NAMES, VALUES } from "../../support/values-release.js";
import { apiServing, NAMES } from "./support.js";

/** A shorter body is parsed whole. */
const LEAST_BYTES = 4_096;

/** Makes a body long enough for its lists of numbers to be read from its bytes. It says the same as before. */
const lengthened = (text: string): string => text + " ".repeat(LEAST_BYTES);

/** What a reader gives, or that it refuses. */
const verdict = (read: () => unknown): unknown => {
  try {
    return { value: read() };
  } catch {
    return "refused";
  }
};

/** JSON with its lists of numbers as arrays. */
const unlisted = (json: unknown): unknown => {
  if (json instanceof NumberList) return json.arrays();
  if (Array.isArray(json)) return json.map(unlisted);
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, unlisted(value)]));
};

const listsIn = (json: unknown): number => {
  if (json instanceof NumberList) return 1;
  if (typeof json !== "object" || json === null) return 0;
  return Object.values(json).reduce<number>((count, value) => count + listsIn(value), 0);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(Buffer.from(nanAsNull(Buffer.from(text))).toString());
  }
};

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: length })
    .map((of) => of.join(""));
const whole = fc.oneof(
  fc.constant("0"),
  fc.tuple(fc.integer({ min: 1, max: 9 }), digits(20)).map(([first, more]) => `${first}${more}`),
  fc.integer({ min: 1, max: 99 }).map(String),
);
const fraction = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  digits(30).map((of) => `.${of}`),
);
const exponent = fc.oneof(
  { weight: 4, arbitrary: fc.constant("") },
  fc
    .tuple(fc.constantFrom("e", "E"), fc.constantFrom("", "+", "-"), digits(3))
    .map((parts) => parts.join("")),
);
/** Numbers in every spelling of JSON, and as JavaScript writes any double. */
const spelled = fc.oneof(
  fc.tuple(fc.constantFrom("", "-"), whole, fraction, exponent).map((parts) => parts.join("")),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.maxSafeInteger().map(String),
);
const missing = fc.constantFrom("null", "NaN");
/** What JSON has no such number for. */
const wrong = fc.constantFrom(
  ...[
    "01",
    "-",
    ".5",
    "5.",
    "1e",
    "1e+",
    "+1",
    "--1",
    "0x1",
    "nul",
    "nulll",
    "NaN1",
    "-NaN",
    "1 2",
    "",
  ],
  ...["Infinity", '"1"', "true", "[1]", "[]", "{}", "1,", "é", "\u00a01"],
);
const space = fc.constantFrom("", "", "", " ", "\n", "\t\r ");
const list = (item: fc.Arbitrary<string>, lengths: { minLength: number; maxLength: number }) =>
  fc
    .array(fc.tuple(space, item, space), lengths)
    .map((items) => `[${items.map((parts) => parts.join("")).join()}]`);
const numbers = (item: fc.Arbitrary<string>) => list(item, { minLength: 60, maxLength: 90 });
const table = (item: fc.Arbitrary<string>) =>
  fc
    .integer({ min: 1, max: 4 })
    .chain((width) =>
      list(list(item, { minLength: width, maxLength: width }), { minLength: 20, maxLength: 90 }),
    );
const rare = (item: fc.Arbitrary<string>) =>
  fc.oneof(
    { weight: 300, arbitrary: spelled },
    { weight: 10, arbitrary: missing },
    { weight: 1, arbitrary: item },
  );
const anyList = fc.oneof(
  numbers(rare(missing)),
  table(rare(missing)),
  numbers(rare(wrong)),
  table(rare(wrong)),
  list(list(spelled, { minLength: 1, maxLength: 3 }), { minLength: 30, maxLength: 60 }),
);
const name = fc.constantFrom('"data"', '"a"', '"\\u0061"', '"__proto__"', '"x\\":[1,"', '"é"');
/** Objects with lists, and now and then what is no JSON. */
const body = fc
  .array(
    fc.tuple(name, space, space, fc.oneof(anyList, spelled, fc.constantFrom('"list 0"', "[[7]]"))),
    { minLength: 1, maxLength: 4 },
  )
  .map((fields) => fields.map(([key, a, b, value]) => `${key}${a}:${b}${value}`).join())
  .chain((fields) =>
    fc.constantFrom(
      ...[`{${fields}}`, `{"inputs":[{${fields}},{${fields}}]}`, `[[{${fields}}],1]`],
      ...[`{${fields}`, `{${fields}}]`, `[${fields}]`],
    ),
  );

test("lists of numbers are read from the bytes of a body as JSON.parse reads them, to the last bit", () => {
  let lists = 0;
  fc.assert(
    fc.property(body, (text) => {
      const long = lengthened(text);
      const read = verdict(() => jsonOf(Buffer.from(long), { lists: true }));
      lists += listsIn((read as { readonly value?: unknown }).value);
      const plain = verdict(() => parsed(long));
      // toEqual takes 0 and −0 for different numbers, as the model does.
      expect(unlisted(read)).toEqual(plain);
    }),
    { numRuns: 1_000 },
  );
  expect(lists).toBeGreaterThan(100);
});

test("a list that would take more memory than there is refused like any other body", () => {
  const text = `{"data":[${"1,".repeat(100_000)}1]}`;
  expect(verdict(() => jsonOf(Buffer.from(text), { lists: true, memory: 9_000_000 }))).toBe(
    "refused",
  );
  expect(listsIn(jsonOf(Buffer.from(text), { lists: true, memory: 11_000_000 }))).toBe(1);
});

test("no caller can name the place of a list", () => {
  const data = Array.from({ length: 100 }, (_, i) => i);
  const text = lengthened(JSON.stringify({ a: "list 0", b: 'list "0" ', data }));
  const read = jsonOf(Buffer.from(text), { lists: true });
  expect(unlisted(read)).toEqual({ a: "list 0", b: 'list "0" ', data });
});

let api: Awaited<ReturnType<typeof apiServing>>;
beforeAll(async () => {
  api = await apiServing([{}, VALUES]);
});

const upTo = (max: number) => fc.integer({ min: 0, max });
/** Values that the features of both models take. */
const CELLS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  nb_previous_loans: upTo(30),
  avg_amount_loans_previous: fc.oneof(upTo(900), fc.constantFrom(0.1, -0, 1 / 3, null)),
  age: upTo(99),
  years_on_the_job: fc.oneof(upTo(40), fc.constant(null)),
  flag_own_car: upTo(1),
  region: fc.constantFrom("León", "Ávila"),
  colour: fc.constantFrom("blue", "red", null, ""),
  member: fc.constantFrom(true, false, null),
  amount: fc.constantFrom(-1, 0.5, 9.5, 10, 12.5, null),
  visits: upTo(40),
  other: upTo(9),
};
/** Values that some features do not take, and their places. */
const faults = fc.array(
  fc.tuple(
    fc.nat(),
    fc.nat(),
    fc.constantFrom<unknown>(
      ...[1, 1.5, -1, 2 ** 53, 1e300, true, null, "blue", "", [], [1], { a: 1 }],
    ),
  ),
  { maxLength: 3 },
);
const MODELS = { riesgo: NAMES, [VALUES.model ?? ""]: VALUE_NAMES };

/** Rows under names, which are those of a model or nearly so. */
const frame = fc.constantFrom(...Object.keys(MODELS)).chain((model) => {
  const names = MODELS[model]!;
  const columns = fc.oneof(
    { weight: 6, arbitrary: fc.constant([...names]) },
    fc.shuffledSubarray([...names], { minLength: 3 }),
    fc.constant([...names, "other"]),
  );
  return columns.chain((given) =>
    fc.record({
      model: fc.constant(model),
      names: fc.constant(given),
      rows: fc
        .tuple(
          fc.array(fc.tuple(...given.map((name) => CELLS[name]!)), {
            minLength: 64,
            maxLength: 70,
          }),
          faults,
        )
        .map(([rows, wrong]) => {
          const all = rows.map((row) => [...row]);
          for (const [row, column, value] of wrong)
            all[row % all.length]![column % given.length] = value;
          return all;
        }),
      datatype: fc.constantFrom("FP64", "INT64", "UINT8", "BOOL", "BYTES"),
    }),
  );
});
interface Frame {
  readonly model: string;
  readonly names: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly datatype: string;
}

const columnsOf = ({ names, rows }: Frame) =>
  names.map((column, i) => [column, rows.map((row) => row[i])] as const);
const tensor = ({ datatype }: Frame, of: object) => ({ name: "rows", datatype, ...of });
const sizeOf = ({ names, rows }: Frame) => [rows.length, names.length];

const FORMS: Readonly<Record<string, (of: Frame) => object>> = {
  split: ({ names, rows }) => ({ dataframe_split: { columns: names, data: rows } }),
  instances: ({ rows }) => ({ instances: rows }),
  flat: ({ rows }) => ({ instances: rows.flat() }),
  records: ({ rows }) => ({ dataframe_records: rows }),
  columns: (of) => ({ inputs: Object.fromEntries(columnsOf(of)) }),
  tables: (of) => ({ inputs: { ...Object.fromEntries(columnsOf(of)), age: of.rows } }),
  "v2 rows": (of) => ({ inputs: [tensor(of, { shape: sizeOf(of), data: of.rows.flat() })] }),
  "v2 nested": (of) => ({ inputs: [tensor(of, { shape: sizeOf(of), data: of.rows })] }),
  "v2 misshapen": (of) => ({
    inputs: [tensor(of, { shape: sizeOf(of).toReversed(), data: of.rows })],
  }),
  "v2 columns": (of) => ({
    inputs: columnsOf(of).map(([column, data]) => ({
      ...{ name: column, shape: [data.length], data },
      datatype: data.some((value) => typeof value === "string") ? "BYTES" : of.datatype,
    })),
  }),
};

const answer = async (url: string, text: string): Promise<readonly unknown[]> => {
  const sent = await api.request.post(url).type("application/json").send(text);
  // The id of a request is its own.
  return [sent.status, sent.text.replace(/"requestId":"[^"]*"/, "")];
};

test("a body answers the same, with the same first refusal, whether its lists are read from its bytes or not", async () => {
  const statuses = new Map<unknown, number>();
  await fc.assert(
    fc.asyncProperty(frame, fc.constantFrom(...Object.keys(FORMS)), async (of, form) => {
      const text = JSON.stringify(FORMS[form]!(of));
      fc.pre(text.length < LEAST_BYTES);
      const url = form.startsWith("v2")
        ? `/v2/models/${of.model}/infer`
        : `/models/${of.model}/invocations?detalle=true`;
      const plain = await answer(url, text);
      expect([form, ...(await answer(url, lengthened(text)))]).toEqual([form, ...plain]);
      statuses.set(plain[0], (statuses.get(plain[0]) ?? 0) + 1);
    }),
    { numRuns: 200 },
  );
  expect(statuses.get(200)).toBeGreaterThan(10);
  expect(statuses.get(400)).toBeGreaterThan(10);
});

const elements = fc.oneof(
  { weight: 100, arbitrary: fc.integer({ min: 0, max: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(100, 127) },
);

test("bytes of every datatype of numbers are answered as their JSON is", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(
        ...["INT8", "INT16", "INT32", "INT64", "UINT8", "UINT16", "UINT32", "UINT64"],
        ...["FP32", "FP64"],
      ),
      fc.array(elements, { minLength: 50, maxLength: 50 }),
      async (datatype, data) => {
        const rows = { name: "rows", datatype, shape: [10, NAMES.length], data } as PlainTensor;
        const { body: bytes, headers } = binaryRequest([rows]);
        const sent = await api.request
          .post("/v2/models/riesgo/infer")
          .set({ "content-type": "application/octet-stream", ...headers })
          .send(bytes);
        const plain = await api.request.post("/v2/models/riesgo/infer").send({ inputs: [rows] });
        const known = ({ status, text }: typeof sent) => [
          status,
          text.replace(/"requestId":"[^"]*"/, ""),
        ];
        expect(known(sent)).toEqual(known(plain));
      },
    ),
    { numRuns: 60 },
  );
});
