/** Title, links and facts of the page. */
export const page = {
  title: (model: string) => `${model}: report`,
  sections: "Sections",
  facts: {
    input: "Input",
    bytes: (name: string, bytes: string) => `${name}, ${bytes} bytes`,
    rows: "Rows",
    read: (read: string, kept: string, rejected: string) =>
      `${read} read, ${kept} kept, ${rejected} rejected`,
    asOf: "As of",
  },
  /** What stands for a billion in the labels of an axis. */
  billion: "B",
};
