import { Misuse, type Target } from "../sender/target.ts";
import type { Io } from "./io.ts";

/**
 * Shows what is about to happen and asks the operator to type the sender's name.
 * @returns whether to continue. @throws Misuse when standard input is not a terminal
 */
export async function confirm(
	what: string,
	{ sender }: Target,
	io: Io,
): Promise<boolean> {
	io.err(what);
	if (!io.isTerminal)
		throw new Misuse(
			"Nothing was done: standard input is not a terminal, so nobody can confirm. Add --yes to continue without confirmation",
		);
	const typed = await io.ask(
		`Type the sender's name (${sender.name}) to continue: `,
	);
	if (typed === sender.name) return true;
	io.err(`Nothing was done: that is not ${sender.name}.`);
	return false;
}
