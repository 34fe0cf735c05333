import { Misuse, type Target } from "../sender/target.ts";
import type { Io } from "./io.ts";

/**
 * Shows what is about to happen and has the sender's name typed.
 * @returns whether to go on. @throws Misuse when nobody can be asked
 */
export async function confirm(
	what: string,
	{ sender }: Target,
	io: Io,
): Promise<boolean> {
	io.err(what);
	if (!io.isTerminal)
		throw new Misuse(
			"Nothing was done: standard input is no terminal, so nobody can be asked. Add --yes if that is what you want",
		);
	const typed = await io.ask(
		`Type the sender's name (${sender.name}) to go on: `,
	);
	if (typed === sender.name) return true;
	io.err(`Nothing was done: that is not ${sender.name}.`);
	return false;
}
