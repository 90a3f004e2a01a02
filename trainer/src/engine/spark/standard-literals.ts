/**
 * SQL with the literals of the standard, for an engine that takes a backslash in a literal for an escape: each is doubled.
 * Names in quotes and comments stay as they are.
 */
export const standardLiterals = (sql: string): string =>
  sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//gu, (token) =>
    token.startsWith("'") ? token.replaceAll("\\", "\\\\") : token,
  );
