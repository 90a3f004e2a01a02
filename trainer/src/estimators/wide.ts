/** Columns from which on an engine takes longer to plan the sums of a fit than a process takes to add them up. */
export const WIDE = 40;
