/** The value, or the end of the range that it lies beyond. */
export const within = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), most);
