/** One word as bash would read it back; plain words stay as they are. */
export const shellQuote = (word: string): string => {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!/[\n\r\t]/.test(word)) return `'${word.replaceAll("'", String.raw`'\''`)}'`;
  const escaped = word.replaceAll(/[\\'\n\r\t]/g, (character) => ESCAPES[character]!);
  return `$'${escaped}'`;
};

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": String.raw`\\`,
  "'": String.raw`\'`,
  "\n": String.raw`\n`,
  "\r": String.raw`\r`,
  "\t": String.raw`\t`,
};
