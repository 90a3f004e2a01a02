/** The summary of a release in Markdown. */
export const markdown = {
  theReport: "the report",
  where: (report: string) => `The pictures, and all else that was measured, are in ${report}.`,
  input: (name: string, rows: string, rejected: string, sha256: string) =>
    `\`${name}\`, ${rows} rows of which ${rejected} were rejected, SHA-256 \`${sha256}…\``,
  learned: (inputs: string, trainer: string) => `Learned from ${inputs}, by trainer ${trainer}.`,
};
