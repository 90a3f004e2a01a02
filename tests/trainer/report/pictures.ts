/** The names of a report's pictures, in their order. */
export const pictures = (page: string): string[] =>
  [...page.matchAll(/<svg role="img" aria-label="([^"]*)"/g)].map(([, name]) => name!);

/** The headings of a report's sections, in their order. */
export const headings = (page: string): string[] =>
  [...page.matchAll(/<h2>([^<]*)<\/h2>/g)].map(([, heading]) => heading!);

/** The text of the cells of the table with this caption, row by row. */
export const tableOf = (page: string, caption: string): string[][] => {
  const tables = [...page.matchAll(/<table>.*?<\/table>/gs)].map(([text]) => text);
  const table = tables.find((text) => text.includes(caption)) ?? "";
  const body = table.slice(table.indexOf("<tbody>"), table.indexOf("</tbody>"));
  return body
    .split("<tr>")
    .slice(1)
    .map((row) => [...row.matchAll(/<t[hd][^>]*>([^<]*)</g)].map(([, cell]) => cell!));
};
