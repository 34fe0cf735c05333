/** A bench that is broken off ends as a program that is over, so that what has to be closed at the end is. */
export function endOnSignals(): void {
	for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
		process.once(signal, () => process.exit(130));
}
