import type { Columns } from "@despliega/trainer/model/columns.js";

/** Columns of every type, one of them unique. */
export const COLUMNS: Columns = {
  loan_id: { type: "integer", min: 1, unique: true },
  gender: { type: "text", values: ["F", "M"] },
  job: { type: "text", maxLength: 12, optional: true },
  day: { type: "date", min: "1990-01-01", max: "2030-12-31" },
  started: { type: "date", optional: true },
  income: { type: "number", min: 0 },
  amount: { type: "decimal", min: -1000 },
};

/** The same, two of which say who a person is. */
export const PERSON_COLUMNS: Columns = {
  job: { type: "text", person: "identifier", optional: true },
  note: { type: "text", person: "name", optional: true },
  loan_id: COLUMNS["loan_id"]!,
  gender: COLUMNS["gender"]!,
  day: COLUMNS["day"]!,
  income: COLUMNS["income"]!,
};

/** A CSV without fault, with quoted fields, a column that the model does not read and another order of columns. */
export const SAMPLE = `day,loan_id,gender,job,note,amount,income,started
2020-01-05,1,F,Clerk,,136.4468640135,27000.0,2012-02-29
2020-02-06,2,M,"Cook, chef","said ""yes""",12,1e5,
2021-03-07,3,F,,plain,-0.00000000005,.5,0001-01-01
2021-04-08,4,M,"",Ñandú,+7.,1E+05,9999-12-31
"2022-05-09","5","F","José","",99999999.99999999999,0,2020-12-31
2022-06-10,+6,M,Driver,#1,123456789012.5,12.25,1999-01-31
2023-07-11,007,F,Nurse,a;b,1.5e-3,3.,
`;

/** Texts that parsers often take for what they are not. */
export const NASTY: readonly string[] = [
  ..."0 00 -0 -1 1.0 59.0 +5.000 7. .0 1e3 15e-1 150e-2 9007199254740991.0 9007199254740992.0 -1e-999 1e3 1_000 0x10 ١ 9007199254740993 9223372036854775808 1e999 -1e999 1e-999".split(
    " ",
  ),
  ..."nan NaN inf -Infinity infinity epoch today NULL null \\N None true , . - + e1 1e 1e+ .e1 ..1".split(
    " ",
  ),
  ..."2020-1-5 20200105 2020/01/05 05-01-2020 2020-02-30 2023-02-29 0000-01-01 -2020-01-01".split(
    " ",
  ),
  ..."10000-01-01 2020-01-05T00:00:00 2020-00-10 2020-13-01 1989-12-31 2031-01-01 2020-01-05Z".split(
    " ",
  ),
  ..."0.00000000005 -0.00000000004999 1e27 1e28 9999999999999999999999999999.5 1e-400".split(" "),
  ..."123456789.12345678905 0.1e-9 12345678901234567890e-15 f m FF Z ñ 'x' `x` =1+1 # // \t".split(
    " ",
  ),
  ..."2020-01-05 00:00:00|2020-01-05 (BC)| 1|1 |\t1\t|1\u00a0|\u00a01| NaN|nan | |  | \t|2020-01-05 | 2020-01-05|\t2020-01-05|2020 01 05| F|F |nan|NAN|NaNa|-nan|1 000|twelve chars.|ñññññññññññññ|𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞𝄞".split(
    "|",
  ),
  '"',
  '""',
  '"a',
  'a"',
  '"a"b',
  '"a""',
  '"a\nb"',
  '"\n"',
  '"a\r\nb"',
  "a\rb",
  "\r",
  "\0",
  "a\ufeff",
  "\u2028",
  "",
];

/** One change to a file; the numbers choose where and what, whatever their size. */
export interface Mutation {
  readonly kind: number;
  readonly where: number;
  readonly what: number;
}

type Change = (file: Buffer, where: number, what: number) => Buffer;

const pick = <Item>(items: readonly Item[], at: number): Item => items[at % items.length]!;

const splice = (file: Buffer, from: number, to: number, middle: Uint8Array): Buffer =>
  Buffer.concat([file.subarray(0, from), middle, file.subarray(to)]);

const BYTES = [...Buffer.from(',,""\n\r\0;0a-. '), 0xff, 0xc3, 0xe9, 0xed];

const onLines =
  (change: (lines: string[], where: number, what: number) => void): Change =>
  (file, where, what) => {
    const lines = file.toString("latin1").split("\n");
    change(lines, where % lines.length, what);
    return Buffer.from(lines.join("\n"), "latin1");
  };

const onFields = (change: (fields: string[], at: number, what: number) => void): Change =>
  onLines((lines, where, what) => {
    const fields = lines[where]!.split(",");
    change(fields, what % fields.length, Math.floor(what / fields.length));
    lines[where] = fields.join(",");
  });

const latin1 = (text: string): string => Buffer.from(text).toString("latin1");

const CHANGES: readonly Change[] = [
  (file, where, what) =>
    splice(
      file,
      where % (file.length + 1),
      where % (file.length + 1),
      Buffer.of(pick(BYTES, what)),
    ),
  (file, where, what) =>
    splice(
      file,
      where % (file.length + 1),
      (where % (file.length + 1)) + 1,
      Buffer.of(pick(BYTES, what)),
    ),
  (file, where, what) =>
    splice(file, where % (file.length + 1), (where % (file.length + 1)) + 1, Buffer.of(what % 256)),
  (file, where, what) =>
    splice(file, where % (file.length + 1), (where % (file.length + 1)) + (what % 20), Buffer.of()),
  onFields((fields, at, what) => (fields[at] = latin1(pick(NASTY, what)))),
  onFields((fields, at, what) => (fields[at] = latin1(pick(NASTY, what)))),
  onFields(
    (fields, at, what) => (fields[at] = `"${latin1(pick(NASTY, what)).replaceAll('"', '""')}"`),
  ),
  onFields((fields, at) => fields.splice(at, 1)),
  onFields((fields, at, what) => fields.splice(at, 0, pick(fields, what))),
  onFields(
    (fields, at, what) =>
      ([fields[at], fields[what % fields.length]] = [pick(fields, what), fields[at]!]),
  ),
  onLines((lines, where) => lines.splice(where, 1)),
  onLines((lines, where, what) => lines.splice(where, 0, pick(lines, what))),
  onLines((lines, where, what) =>
    lines.splice(where, 0, pick(["", "", " ", ",", '"', "\r", ",,,,,,,"], what)),
  ),
  onLines(
    (lines, where, what) =>
      ([lines[where], lines[what % lines.length]] = [pick(lines, what), lines[where]!]),
  ),
  onLines((lines, where) => (lines[where] += "\r")),
  (file) => Buffer.from(file.toString("latin1").replace(/\r?\n/gu, "\r\n"), "latin1"),
  (file) => Buffer.concat([Buffer.from("\ufeff"), file]),
  (file, where) => file.subarray(0, where % (file.length + 1)),
  (file, _, what) =>
    what % 4 === 0
      ? Buffer.from(file.toString(), pick(["utf16le", "latin1"] as const, what >> 2))
      : file,
  (file, where) => file.subarray(file.indexOf("\n", where % (file.length + 1)) + 1),
];

/** Applies changes one after the other. */
export const mutate = (mutations: readonly Mutation[], sample = SAMPLE): Buffer =>
  mutations.reduce<Buffer>(
    (file, { kind, where, what }) => pick(CHANGES, kind)(file, where, what),
    Buffer.from(sample),
  );
