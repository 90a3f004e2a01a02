/** A linear axis of shares with this domain, labelled in per cent. */
export const percentAxis = (
  field: "x" | "y",
  title: string,
  [from, to]: readonly [number, number],
) => ({
  field,
  type: "quantitative" as const,
  title,
  scale: { domain: [from, to], nice: false },
  axis: { format: "~%", tickCount: 5 },
});
