type Counts = Readonly<Record<string, number>>;

/** Dead letters by cause in words: `3 transient, 1 in-doubt`. */
export function causesText(byCause: Counts): string {
	const causes = Object.entries(byCause).map(
		([cause, count]) => `${count} ${cause}`,
	);
	return causes.length === 0 ? "none" : causes.join(", ");
}
