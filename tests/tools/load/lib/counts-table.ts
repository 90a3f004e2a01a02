/** Counts as a Markdown table, with their sum. */
export const countsTable = (title: string, counts: Readonly<Record<string, number>>): string => {
  const sum = Object.values(counts).reduce((total, count) => total + count, 0);
  return [
    `| ${title} | |`,
    "|---|--:|",
    ...Object.entries(counts).map(([name, count]) => `| ${name} | ${count} |`),
    `| all | ${sum} |`,
  ].join("\n");
};
