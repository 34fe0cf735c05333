/** The beginning of printed commands, derived from the path of the program. */
export function calledBy(program: string): string {
	return /[\\/]node_modules[\\/](\.bin[\\/])?sqs-gmail-sender\b|[\\/]sqs-gmail-sender$/.test(
		program,
	)
		? "npx sqs-gmail-sender"
		: "npm run ops --";
}

export const OPS = calledBy(process.argv[1] ?? "");
