/** No engine at all. */
export const engine = "none";
