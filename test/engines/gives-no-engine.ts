export const createEngine = () => ({ name: "nothing" });
