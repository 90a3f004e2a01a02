import type { Plan } from "../plan.js";
import type { Week } from "../run/week.js";

const [WIDTH, HEIGHT] = [960, 360];
const SIDES = { left: 56, right: 16, top: 48, bottom: 64 };
const [LOW, HIGH] = [0.4, 0.85];

const COLOURS: Readonly<Record<Week["verdict"], string>> = {
  "not-enough": "#b8b8b8",
  good: "#3a8a4d",
  drift: "#d69a00",
  lost: "#c0392b",
  fault: "#7d3cb5",
};

const text = (x: number, y: number, words: string, more = ""): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${words}</text>`;

/** A picture of a year: ROC-AUC by week, the verdict of each as a dot, and what happened. @returns a document in SVG */
export const pictureOf = (plan: Plan, weeks: readonly Week[]): string => {
  const x = (week: number) =>
    SIDES.left + ((week - 1) * (WIDTH - SIDES.left - SIDES.right)) / Math.max(1, plan.weeks - 1);
  const y = (area: number) =>
    HEIGHT - SIDES.bottom - ((area - LOW) / (HIGH - LOW)) * (HEIGHT - SIDES.top - SIDES.bottom);
  const floor = HEIGHT - SIDES.bottom;
  const grid = [0.5, 0.6, 0.7, 0.8].map(
    (area) =>
      `<path d="M${SIDES.left} ${y(area).toFixed(1)}H${WIDTH - SIDES.right}" stroke="#ddd"/>` +
      text(SIDES.left - 8, y(area) + 4, area.toFixed(1), 'text-anchor="end"'),
  );
  const events = Object.entries({
    [plan.drift]: "people with cars ask",
    [plan.relation]: "another relation",
    [plan.missing]: "no jobs for two days",
  }).map(
    ([week, words]) =>
      `<path d="M${x(Number(week)).toFixed(1)} ${SIDES.top - 8}V${floor}" stroke="#777" stroke-dasharray="4 4"/>` +
      text(x(Number(week)), SIDES.top - 14, words, 'text-anchor="middle"'),
  );
  const line = weeks.map(({ week, area }) => `${x(week).toFixed(1)},${y(area).toFixed(1)}`);
  const dots = weeks.map(
    ({ week, area, verdict }) =>
      `<circle cx="${x(week).toFixed(1)}" cy="${y(area).toFixed(1)}" r="4" fill="${COLOURS[verdict]}"/>`,
  );
  const trainings = weeks
    .filter(({ action }) => action.startsWith("training"))
    .map(({ week, action }) =>
      text(x(week), floor + 16, action.endsWith("promoted") ? "▲" : "△", 'text-anchor="middle"'),
    );
  const numbers = weeks
    .filter(({ week }) => week % 4 === 0)
    .map(({ week }) => text(x(week), floor + 32, `${week}`, 'text-anchor="middle"'));
  const legend = Object.entries(COLOURS).map(
    ([verdict, colour], i) =>
      `<circle cx="${SIDES.left + 110 * i}" cy="${HEIGHT - 12}" r="4" fill="${colour}"/>` +
      text(SIDES.left + 110 * i + 10, HEIGHT - 8, verdict),
  );
  const training = text(SIDES.left + 560, HEIGHT - 8, "▲ training, promoted  △ held back");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12" fill="#333">`,
    "<title>ROC-AUC of each week's answers over the simulated year, with the verdicts</title>",
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...[...grid, ...events],
    `<polyline points="${line.join(" ")}" fill="none" stroke="#999"/>`,
    ...[...dots, ...trainings, ...numbers, ...legend, training],
    "</svg>",
    "",
  ].join("\n");
};
