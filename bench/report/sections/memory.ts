import type { Results } from "../../results.ts";
import { table } from "../markdown.ts";
import { number } from "../numbers.ts";

export const memory = ({ memory }: Results): string =>
	table(
		["memory", "billed ms a mail", "Lambda, 1,000 mails", "carries 25 MB"],
		memory.map(({ memoryMiB, billedMs, cost, carriesLargest }) => [
			`${number(memoryMiB)} MB`,
			number(billedMs),
			`$${cost.toFixed(4)}`,
			carriesLargest ? "yes" : "no",
		]),
	);
