/** Seconds of CPU that an api has taken so far, in all its threads, as its metrics say. */
export const cpuSeconds = async (
  origin: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> => {
  const text = await (await fetch(`${origin}/metrics`, { headers })).text();
  const found = /^process_cpu_seconds_total (\S+)$/m.exec(text)?.[1];
  if (found === undefined) throw new Error("/metrics lacks the CPU of the process");
  return Number(found);
};
