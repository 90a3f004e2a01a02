import { COMMON_FUNCTIONS, INSTEAD, OTHERWISE } from "./common-functions.js";

/** A word of DuckDB in a statement that Spark refuses, or takes for something else. */
export interface ForeignWord {
  /** Its line, from 1. */
  readonly line: number;
  readonly word: string;
  /** What is common instead, as the end of a sentence. */
  readonly instead?: string;
  /** False: Spark takes it, and its result may differ. */
  readonly isRefused: boolean;
}

/**
 * Finds words of DuckDB in a statement that Spark does not know or reads in another way. It finds clauses, types and
 * functions by their names; it knows no type of any column, so that a statement without findings may still be refused.
 *
 * @param tree of `syntaxTree`
 * @param columns names of all columns of the inputs
 */
export const foreignWords = (
  statement: string,
  tree: unknown,
  columns: ReadonlySet<string>,
): readonly ForeignWord[] => {
  // Places in the tree count bytes.
  const bytes = Buffer.from(statement).toString("latin1");
  const code = blanked(bytes);
  const found = [...clausesIn(code), ...partsOf(tree, { bytes, code, columns })];
  const words = found.map(({ at, ...word }) => ({ line: lineOf(bytes, at), ...word }));
  const keys = new Map(words.map((word) => [`${word.line} ${word.word}`, word]));
  return [...keys.values()].toSorted((a, b) => a.line - b.line);
};

type Found = Omit<ForeignWord, "line"> & { readonly at: number };

const lineOf = (text: string, at: number): number => text.slice(0, at).split("\n").length;

/** A statement of the same length without its comments and without what is in its quotes. */
const blanked = (text: string): string =>
  text.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, (part) => {
    const blank = part.replaceAll(/[^\n]/g, " ");
    return /^['"]/.test(part) ? part[0]! + blank.slice(1, -1) + part[0]! : blank;
  });

/** Clauses that their words tell apart wherever they stand. */
const CLAUSES: readonly (readonly [RegExp, string, string?])[] = [
  [
    /\bEXCLUDE\s+(?:GROUP|TIES|CURRENT\s+ROW)\b/gi,
    "EXCLUDE in a window",
    "end the range on the day before: AND INTERVAL '1' DAY PRECEDING",
  ],
  [/\bGROUPS\s+(?:BETWEEN|UNBOUNDED|CURRENT|\d)/gi, "GROUPS in a window", "write RANGE or ROWS"],
  [/\bBY\s+NAME\b/gi, "BY NAME", "write the columns of both sides in one order"],
  [
    /\bDISTINCT\s+ON\s*\(/gi,
    "DISTINCT ON",
    "write QUALIFY row_number() OVER (PARTITION BY … ORDER BY …) = 1",
  ],
  [/\bFILTER\s*\((?!\s*WHERE\b)/gi, "FILTER without WHERE", "write FILTER (WHERE …)"],
  [/\*\s*(?:EXCLUDE|REPLACE|RENAME)\b/gi, "a star without some columns", "name the columns"],
  [/\bCOLUMNS\s*\(/gi, "COLUMNS", "name the columns"],
  [/\bASOF\b/gi, "ASOF JOIN", "write a window"],
  [/\bPOSITIONAL\s+JOIN\b/gi, "POSITIONAL JOIN"],
  [/\b(?:UN)?PIVOT\b/gi, "PIVOT", "write CASE in sums"],
  [/\bUSING\s+SAMPLE\b|\bTABLESAMPLE\b/gi, "a sample"],
  [/\bLAMBDA\b/gi, "LAMBDA"],
  [/\{/g, "a structure in braces", "write one column each"],
  [/\[/g, "a list in brackets", "write one column each"],
  [/\/\//g, "//", "write (a - a % b) / b"],
  [/~/g, "~", "write LIKE, or regexp_extract(s, pattern, 0) <> ''"],
  [
    /\bEXTRACT\s*\(\s*(?:CENTURY|DECADE|EPOCH|ERA|ISODOW|ISOYEAR|JULIAN|MILLENNIUM)\b/gi,
    "this part of a day",
    "write datesub from a day",
  ],
  [/\*\*/g, "**", "write power(a, b)"],
  [/\b\d+_\d/g, "a number with an underscore", "write its digits"],
  [/\bE'/gi, "a text with escapes", "write it without E"],
  [/\$\w*\$/g, "a text between dollars", "write it in single quotes"],
];

const clausesIn = (code: string): readonly Found[] => [
  ...CLAUSES.flatMap(([pattern, word, instead]) =>
    [...code.matchAll(pattern)].map(({ index }) => ({
      at: index,
      word,
      ...(instead !== undefined && { instead }),
      isRefused: true,
    })),
  ),
  ...[...code.matchAll(/\^/g)].map(({ index }) => ({
    at: index,
    word: "^",
    instead: "write power(a, b)",
    isRefused: false,
  })),
];

interface Node {
  readonly class?: string;
  readonly type?: string;
  readonly query_location?: number;
  readonly function_name?: string;
  readonly children?: readonly unknown[];
  readonly column_names?: readonly string[];
  readonly table_name?: string;
  readonly alias?: string;
  readonly select_list?: readonly Node[];
  readonly from_table?: Node;
  readonly left?: Node;
}

interface Source {
  readonly bytes: string;
  readonly code: string;
  readonly columns: ReadonlySet<string>;
}

/** What only the tree tells: functions, casts, tables as values, and queries that begin with FROM. */
const partsOf = (tree: unknown, source: Source): readonly Found[] => {
  const nodes = nodesOf(tree);
  const tables = new Set(
    nodes
      .filter(({ type }) => type === "BASE_TABLE")
      .flatMap(({ table_name: name, alias }) => [name, alias])
      .filter((name) => name !== undefined && !source.columns.has(name)),
  );
  return nodes.flatMap((node) => [
    ...functionIn(node, source),
    ...castIn(node, source),
    ...rowIn(node, tables),
    ...fromIn(node, source),
  ]);
};

const nodesOf = (value: unknown): readonly Node[] => {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.values(value).flatMap(nodesOf);
  return Array.isArray(value) ? inner : [value, ...inner];
};

const functionIn = (
  { class: kind, function_name: name, query_location: at, children = [] }: Node,
  { bytes, code }: Source,
): readonly Found[] => {
  if ((kind !== "FUNCTION" && kind !== "WINDOW") || name === undefined || at === undefined)
    return [];
  // Operators and words of the grammar are functions in the tree, and have other texts.
  const called = /^\w+(?=\s*\()/.exec(code.slice(at))?.[0].toLowerCase();
  if (called !== name) return [];
  const call = { at, word: `${bytes.slice(at, at + name.length)}()` };
  const instead = INSTEAD[name];
  if (instead !== undefined && (name !== "regexp_replace" || children.length > 3))
    return [{ ...call, instead, isRefused: true }];
  if (!COMMON_FUNCTIONS.has(name)) return [{ ...call, isRefused: true }];
  const otherwise = OTHERWISE[name];
  if (otherwise === undefined || (name === "round" && children.length === 1)) return [];
  return [{ ...call, instead: otherwise, isRefused: false }];
};

/** Types that both engines call by one name; the last two have a length. */
const TYPES: ReadonlySet<string> = new Set(
  [
    "BIGINT LONG INT INTEGER SMALLINT SHORT TINYINT DOUBLE FLOAT REAL DEC DECIMAL NUMERIC BOOLEAN DATE TIMESTAMP STRING",
    "VARCHAR( CHAR(",
  ].flatMap((line) => line.split(" ")),
);

const castIn = ({ class: kind, query_location: at }: Node, { code }: Source): readonly Found[] => {
  if (kind !== "CAST" || at === undefined) return [];
  const [, name, length = ""] = TYPE.exec(writtenType(code, at)) ?? [];
  if (name === undefined) return [];
  const type = name.toUpperCase();
  if (TYPES.has(type) || TYPES.has(type + length)) return [];
  const isText = type === "VARCHAR" || type === "TEXT";
  const instead = isText && { instead: "write STRING" };
  return [{ at, word: `the type ${type}`, ...instead, isRefused: true }];
};

const TYPE = /^\s*(\w+)\s*(\(?)/;

/** What follows `::`, or the AS of a call of CAST. */
const writtenType = (code: string, at: number): string => {
  if (code.startsWith("::", at)) return code.slice(at + 2);
  const head = /^(?:TRY_)?CAST\s*\(/i.exec(code.slice(at))?.[0];
  if (head === undefined) return "";
  let end = at + head.length;
  for (let depth = 1; depth > 0 && end < code.length; end++)
    depth += Number(code[end] === "(") - Number(code[end] === ")");
  return /.*\bAS\s(.*)$/is.exec(code.slice(at + head.length, end - 1))?.[1] ?? "";
};

const rowIn = (
  { class: kind, query_location: at, column_names: names = [] }: Node,
  tables: ReadonlySet<string | undefined>,
): readonly Found[] =>
  kind === "COLUMN_REF" && names.length === 1 && tables.has(names[0]) && at !== undefined
    ? [
        {
          at,
          word: `the table ${names[0]} as a value`,
          instead: "write concat_ws('|', …) of its columns",
          isRefused: true,
        },
      ]
    : [];

const fromIn = (
  { select_list: [first] = [], from_table: from }: Node,
  { code }: Source,
): readonly Found[] => {
  if (first?.class !== "STAR" || code[first.query_location ?? 0] === "*") return [];
  let table = from;
  while (table?.left !== undefined) table = table.left;
  return [
    {
      at: table?.query_location ?? 0,
      word: "FROM before SELECT",
      instead: "write SELECT * FROM …",
      isRefused: true,
    },
  ];
};
