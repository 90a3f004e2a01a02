/** A table of a page: titles of the columns, then rows of cells in Markdown. */
export type Table = readonly (readonly string[])[];

/** A word as the pages show code. */
export const code = (text: string): string => `\`${text}\``;

/** The table in Markdown, for prettier to align. */
export const markdownOf = ([header = [], ...rows]: Table): string =>
  [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
