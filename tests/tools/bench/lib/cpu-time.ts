/** The result of some work, and the CPU seconds that this process took for it with all its threads. */
export const timed = <Result>(work: () => Result): readonly [Result, number] => {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1e6];
};
