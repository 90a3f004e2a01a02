/** Days for the small model of `model-folder`, from which something can be learned. */
export const DAYS = ["day,pressure,wet"]
  .concat(
    Array.from(
      { length: 200 },
      (_, day) => `${day},${day % 50},${(day * 7) % 50 < day % 50 ? 1 : 0}`,
    ),
  )
  .join("\n");
