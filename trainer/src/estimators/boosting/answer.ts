/**
 * The answer that lowers the objective most for rows with these sums, within bounds: −G / (H + l2). (Chen and Guestrin,
 * "XGBoost: A Scalable Tree Boosting System", 2016, equation 5.)
 */
export const answerOf = (
  gradient: number,
  hessian: number,
  l2: number,
  lower: number,
  upper: number,
): number => {
  const best = -gradient / (hessian + l2);
  return best < lower ? lower : best > upper ? upper : best;
};

/** How far an answer lowers the objective for rows with these sums: −(2 · G · v + (H + l2) · v²). */
export const worthOf = (gradient: number, hessian: number, l2: number, answer: number): number =>
  -(2 * gradient * answer + (hessian + l2) * answer * answer);
