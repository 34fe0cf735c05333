import type { Written } from "./deps.ts";
import { UnwritableItem } from "./item-to-write.ts";

/** Runs one AWS call and gives what it came to as a value: the domain decides what a failure means. */
export async function attempt<T>(
	call: () => Promise<T>,
	report: (error: unknown) => void,
): Promise<T | "unavailable"> {
	try {
		return await call();
	} catch (error) {
		report(error);
		return "unavailable";
	}
}

/** Runs one conditional write. */
export async function attemptWrite(
	call: () => Promise<unknown>,
	report: (error: unknown) => void,
): Promise<Written> {
	try {
		await call();
		return "written";
	} catch (error) {
		if (
			error instanceof Error &&
			error.name === "ConditionalCheckFailedException"
		)
			return "conflict";
		report(error);
		return error instanceof UnwritableItem ? "unwritable" : "unavailable";
	}
}
