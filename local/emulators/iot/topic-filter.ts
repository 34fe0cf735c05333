/** Whether a topic is one of a filter's: `+` is one level, `#` at the end all that follow, also none. */
export function matchesTopic(filter: string, topic: string): boolean {
	const wanted = filter.split("/");
	const levels = topic.split("/");
	// Topics of AWS itself are only found by name.
	if (topic.startsWith("$") && /^[+#]/.test(filter)) return false;
	const rest = wanted.indexOf("#");
	if (rest >= 0)
		return levels.length >= rest && isSame(wanted.slice(0, rest), levels);
	return wanted.length === levels.length && isSame(wanted, levels);
}

function isSame(wanted: readonly string[], levels: readonly string[]): boolean {
	return wanted.every((level, index) =>
		level === "+" ? levels[index] !== undefined : level === levels[index],
	);
}
