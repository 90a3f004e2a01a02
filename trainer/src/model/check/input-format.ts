import type { FieldProblem } from "../explain.js";
import type { InputFormat } from "../input-format.js";

const WORDS = ["missing", "true", "false"] as const;

/** A file's marks must be told apart, and a word of it means one thing. */
export const checkFormat = (input: InputFormat): readonly FieldProblem[] => [
  ...(input.format === "parquet" ? checkParquet(input) : checkMarks(input)),
  ...checkWords(input),
];

/** A database writes its rows in the standard format; only words of it may need a meaning. */
export const checkDatabaseFormat = (input: InputFormat): readonly FieldProblem[] => [
  ...beyondWords(input, "says nothing about the rows of a database: leave it out"),
  ...checkWords(input),
];

/** A Parquet file says itself how it is written. */
const checkParquet = ({ format: _parquet, ...input }: InputFormat): readonly FieldProblem[] =>
  beyondWords(input, "says nothing about a Parquet file: leave it out");

const beyondWords = (input: InputFormat, problem: string): readonly FieldProblem[] =>
  Object.keys(input)
    .filter((field) => !WORDS.some((words) => words === field))
    .map((field) => ({ path: [field], problem }));

const checkMarks = ({ quote = '"', decimal = ".", thousands }: InputFormat): FieldProblem[] => {
  if (thousands === decimal)
    return [{ path: ["thousands"], problem: "is the decimal mark too: write another for one" }];
  if (thousands === quote)
    return [{ path: ["thousands"], problem: "is the quote too: write another for one" }];
  return [];
};

const checkWords = (input: InputFormat): readonly FieldProblem[] => {
  const meaning = new Map<string, string>();
  return WORDS.flatMap((field) =>
    (input[field] ?? []).flatMap((word, at, words) => {
      const other = meaning.get(word.toLowerCase()) ?? field;
      meaning.set(word.toLowerCase(), field);
      if (other === field && words.indexOf(word) === at) return [];
      return [
        { path: [field, at], problem: `is a word for ${other} before it: leave one of them` },
      ];
    }),
  );
};
