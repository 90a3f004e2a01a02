/** How the log-odds of a model of two classes become points, as in a scorecard (Siddiqi, "Credit Risk Scorecards", 2006). */
export interface Points {
  /** The points at the odds. */
  readonly score: number;
  /** So many of the class that gains points for each of the other. */
  readonly odds: number;
  /** The points that double the odds. */
  readonly doubling: number;
  /** The class that gains points. */
  readonly toward: "positive" | "negative";
}

/** Points as a line: those at even odds, and those that each unit of log-odds of the positive class adds. */
export interface PointsLine {
  readonly atEvenOdds: number;
  readonly perLogOdds: number;
}

/** The line of points. */
export const pointsLine = ({ score, odds, doubling, toward }: Points): PointsLine => {
  const perLogOdds = doubling / Math.LN2;
  return {
    atEvenOdds: score - perLogOdds * Math.log(odds),
    perLogOdds: toward === "positive" ? perLogOdds : -perLogOdds,
  };
};

/** The points of a row, rounded to the nearest whole number, and up from the middle. @param sum log-odds of class 1 */
export const pointsOf = (points: Points, sum: number): number => {
  const { atEvenOdds, perLogOdds } = pointsLine(points);
  return Math.round(atEvenOdds + perLogOdds * sum) + 0;
};
