import { ANSWER_GROUPS, type FuzzReport } from "./run.js";

const MEGABYTE = 1 << 20;

/** The report as a Markdown table, with what else was seen below it. */
export const fuzzTable = ({
  kinds,
  seconds,
  resident,
  sockets,
  mostSockets,
}: FuzzReport): string => {
  const rows = Object.entries(kinds).map(
    ([kind, { sent, answers }]) =>
      `| ${[kind, sent, ...ANSWER_GROUPS.map((group) => answers[group])].join(" | ")} |`,
  );
  const sent = Object.values(kinds).reduce((sum, counts) => sum + counts.sent, 0);
  const megabytes = (bytes: number): number => Math.round(bytes / MEGABYTE);
  return [
    "| kind | requests | 2xx | 4xx | 503 | other |",
    "|---|--:|--:|--:|--:|--:|",
    ...rows,
    "",
    `${sent} requests in ${seconds.toFixed(1)} s.`,
    `Resident memory: ${megabytes(resident.first)} MB after the warm-up, ${megabytes(resident.last)} MB at the end.`,
    `Sockets: ${sockets.before} before, at most ${mostSockets}, ${sockets.after} after.`,
  ].join("\n");
};
