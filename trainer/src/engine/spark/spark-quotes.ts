/** A name as Spark quotes it, whatever its settings are. */
export const sparkName = (name: string): string => `\`${name.replaceAll("`", "``")}\``;

/**
 * SQL with the quotes of the standard, for an engine that knows names in backticks and takes a backslash in a literal for an
 * escape. Comments stay as they are, and every line keeps its number.
 */
export const sparkQuotes = (sql: string): string =>
  sql.replaceAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//gu, (token) => {
    const inner = token.slice(1, -1);
    if (token.startsWith('"')) return sparkName(inner.replaceAll('""', '"'));
    if (!token.startsWith("'")) return token;
    return `'${inner.replaceAll("\\", "\\\\").replaceAll("''", "\\'")}'`;
  });
