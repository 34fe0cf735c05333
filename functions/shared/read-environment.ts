/** Reads environment variables; what is wrong is gathered and told at once. */
export interface EnvironmentReader {
	text(name: string): string;
	/** A whole number of at least 1. */
	whole(name: string): number;
	json(name: string, empty: string): unknown;
	/** An address that starts with `https://`; the usual one when the variable is missing. */
	httpsUrl(name: string, usual: string): string;
	/** @throws Error that names every variable that is missing or unreadable. */
	finish(who: string): void;
}

export function readEnvironment(
	env: Readonly<Record<string, string | undefined>>,
): EnvironmentReader {
	const faults: string[] = [];
	const text = (name: string): string => {
		const value = env[name];
		if (value === undefined || value === "") faults.push(`${name} is missing`);
		return value ?? "";
	};
	return {
		text,
		whole(name) {
			const value = Number(text(name));
			if (!Number.isInteger(value) || value < 1)
				faults.push(`${name} is not a whole number of at least 1`);
			return value;
		},
		json(name, empty) {
			try {
				return JSON.parse(env[name] ?? empty);
			} catch {
				faults.push(`${name} is not JSON`);
				return undefined;
			}
		},
		httpsUrl(name, usual) {
			const value = env[name] ?? usual;
			if (!URL.canParse(value) || !value.startsWith("https://"))
				faults.push(`${name} is not an https:// address`);
			return value;
		},
		finish(who) {
			if (faults.length > 0)
				throw new Error(
					`Cannot start ${who} as its environment is incomplete: ${faults.join("; ")}`,
				);
		},
	};
}
