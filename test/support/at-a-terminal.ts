/** Preloaded by a test: what comes by standard input counts as typed at a terminal. */
Object.defineProperty(process.stdin, "isTTY", { value: true });
