export const createEngine = () => ({ invoke: () => {}, guarantees: { settleMilliseconds: 1 } });
