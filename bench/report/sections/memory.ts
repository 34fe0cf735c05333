import type { Results } from "../../results.ts";
import { table } from "../markdown.ts";
import { number } from "../numbers.ts";

export const memory = ({ memory }: Results): string =>
	table(
		[
			"memory",
			"billed ms a mail",
			"Lambda, 1,000 mails",
			"peak with two mails of 23 MB",
			"carries them",
		],
		memory.map(({ memoryMiB, billedMs, cost, peakMiB, carriesLargest }) => [
			`${number(memoryMiB)} MB`,
			number(billedMs),
			`$${cost.toFixed(4)}`,
			`${number(peakMiB)} MiB`,
			carriesLargest ? "yes" : "no",
		]),
	);
