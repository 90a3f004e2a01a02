/** The ROC-AUC of scores, ties counted half. @param labels 0 or 1 */
export const areaUnder = (scores: readonly number[], labels: readonly number[]): number => {
  const order = [...scores.keys()].toSorted((a, b) => scores[a]! - scores[b]!);
  let [sum, rank] = [0, 0];
  while (rank < order.length) {
    let end = rank;
    while (end < order.length && scores[order[end]!] === scores[order[rank]!]) end += 1;
    const middle = (rank + 1 + end) / 2;
    for (let at = rank; at < end; at++) sum += labels[order[at]!]! * middle;
    rank = end;
  }
  const ones = labels.reduce((all, label) => all + label, 0);
  return (sum - (ones * (ones + 1)) / 2) / (ones * (labels.length - ones));
};
