/** Words of SQL that some engines do not know, or take for something else: `engine/dialect.ts` has a name for each. */
const WORDS: Readonly<Record<string, RegExp>> = {
  "a cast of PostgreSQL's form": /[\w)"}]::[A-Za-z]/,
  "a type of DuckDB": /\b(?:HUGEINT|U(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?|VARCHAR)\b/,
  "a cast that gives NULL": /\bTRY_CAST\b/i,
  "a quantile of DuckDB": /\b(?:quantile_disc|quantile_cont|median|mode|approx_quantile)\(/,
  "a hash": /\bhash\(/,
  "a row's own number": /\browid\b/i,
  "a variable": /\b(?:getvariable\(|SET VARIABLE)/i,
  "a file that is read": /\bread_(?:csv|parquet|json|text)/i,
  "a file that is written": /\bCOPY\s*\(/,
  "a regular expression": /\bregexp_/i,
  "a list": /\b(?:unnest|list_\w+|struct_\w+|array_agg)\(|\blambda\b/i,
  "FROM before SELECT": /(?:\bAS|\()\s*FROM\b|`\s*FROM\b|"FROM\b/,
  "DISTINCT ON": /\bDISTINCT ON\b/i,
  "FILTER without WHERE": /\bFILTER\s*\((?!\s*WHERE\b)/,
  "a temporary or a replaced relation": /\bCREATE\b|\bTEMP(?:ORARY)? (?:TABLE|VIEW)\b/,
  "a description of a table": /\bDESCRIBE\b/,
  "columns left out or replaced": /\*\s*(?:EXCLUDE|REPLACE)\b|\bEXCLUDE GROUP\b|\bBY NAME\b/,
  "all columns by a word": /\b(?:GROUP|ORDER) BY ALL\b/,
  "the first or last by another": /\b(?:arg_min|arg_max|first|last)\(\w+,/i,
  "whether a number is finite": /\b(?:isfinite|isnan|isinf)\(/,
  "a whole part": /\btrunc\(/,
  "a division of whole numbers": /\}\s\/\/\s/,
};

/** A source without its comments. */
const withoutComments = (source: string): string =>
  source.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/^\s*\/\/.*$/gm, "");

/** Which words of one engine a source has outside its comments. */
export const dialectWordsIn = (source: string): string[] => {
  const code = withoutComments(source);
  return Object.entries(WORDS).flatMap(([word, pattern]) => (pattern.test(code) ? [word] : []));
};

/** Relations that a source's SQL names in words, which no value brought: those that the same source does not make. */
export const bareRelationsIn = (source: string): string[] => {
  const code = withoutComments(source);
  const own = new Set([...code.matchAll(/\b(\w+) AS \(/g)].map(([, name]) => name!));
  return [...code.matchAll(/\b(?:(?<!DISTINCT )FROM|JOIN|INTO|UPDATE)\s+([A-Za-z_]\w*)/g)]
    .map(([, name]) => name!)
    .filter((name) => !own.has(name) && name !== "SET");
};
