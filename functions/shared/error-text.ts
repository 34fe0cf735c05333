/** Name and message of an error, for a log line. */
export function errorText(error: unknown): string {
	return error instanceof Error
		? `${error.name}: ${error.message}`.slice(0, 500)
		: String(error).slice(0, 500);
}
