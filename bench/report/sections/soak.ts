import { list, paragraphs, picture, plain } from "../markdown.ts";
import { number } from "../numbers.ts";

/** What `npm run soak` left, whatever else is in it. */
export function soak(found: unknown, hasChart: boolean): string | undefined {
	if (!isRecord(found) || typeof found.messages !== "number") return undefined;
	const { faults, ...rest } = found;
	return paragraphs(
		hasChart
			? picture("The soak: rate, memory and faults over time", "soak")
			: undefined,
		`\`npm run soak\` sends ${number(found.messages)} messages through the local stack while faults of every kind hit it. It checks on the server's log what became of each.`,
		list(numbersOf(rest)),
		...(isRecord(faults)
			? [`Faults that fired: ${numbersOf(faults).join(", ")}.`]
			: []),
	);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

const numbersOf = (record: Record<string, unknown>): readonly string[] =>
	Object.entries(record).flatMap(([key, value]) =>
		typeof value === "number"
			? [`${plain(wordsOf(key))}: ${number(value)}`]
			: [],
	);

const wordsOf = (key: string) =>
	key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
