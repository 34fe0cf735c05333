const started = performance.now();

/** Says on stderr what is going on. */
export function progress(text: string): void {
	const seconds = ((performance.now() - started) / 1000).toFixed(0);
	process.stderr.write(`${seconds.padStart(5)} s  ${text}\n`);
}
