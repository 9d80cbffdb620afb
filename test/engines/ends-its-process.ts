import { createTroubledEngine } from "./troubled.ts";

export const createEngine = () => createTroubledEngine(() => process.exit(3));
