/** The value, or the nearer end of the range. */
export const within = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), most);
