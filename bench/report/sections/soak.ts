import { RULES, type Rule } from "../../soak/verdict.ts";
import { list, paragraphs, picture, plain } from "../markdown.ts";
import { number } from "../numbers.ts";

/** What `npm run soak` left, whatever else is in it. */
export function soak(found: unknown, hasChart: boolean): string | undefined {
	if (!isRecord(found) || typeof found.messages !== "number") return undefined;
	const { faults, tally, checks, ...rest } = found;
	const checked = checksOf(checks);
	return paragraphs(
		hasChart
			? picture("The soak: rate, memory and faults over time", "soak")
			: undefined,
		`\`npm run soak\` sends ${number(found.messages)} messages through the local stack while faults of every kind hit it. It checks on the server's log what became of each.`,
		list([...new Set([rest, tally].flatMap(numbersOf))]),
		checked.length === 0 ? undefined : "What was checked:",
		list(checked),
		told("Faults that fired", numbersOf(faults)),
	);
}

const told = (what: string, parts: readonly string[]) =>
	parts.length === 0 ? undefined : `${what}: ${parts.join("; ")}.`;

function checksOf(checks: unknown): readonly string[] {
	if (!Array.isArray(checks)) return [];
	return checks.filter(isRecord).map(({ rule, isWell, what }) => {
		const holds = isWell === true ? "holds" : "does not hold";
		const verdict = isWell === null ? "could not be told" : holds;
		const lines = Array.isArray(what) ? what.map(String) : [];
		const shown = lines.length === 0 ? "" : `: ${lines.map(plain).join("; ")}`;
		return `**${plain(RULES[rule as Rule] ?? String(rule))}** ${verdict}${shown}.`;
	});
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === "object" && value !== null && !Array.isArray(value);

const numbersOf = (found: unknown): readonly string[] =>
	Object.entries(isRecord(found) ? found : {}).flatMap(([key, value]) =>
		typeof value === "number"
			? [`${plain(wordsOf(key))}: ${number(value)}`]
			: [],
	);

const wordsOf = (key: string) =>
	key.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
