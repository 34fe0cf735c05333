import type { Tone } from "../content.ts";
import type { Leaf } from "./leaves.ts";

/** How bad a service says it is. */
export interface Severity {
	/** As the service writes it: `CRITICAL`, `High`; a number with the word of its scale: `HIGH (8.5)`. */
	readonly label: string;
	/** Undefined when it leaves that to the state: `INFO`. */
	readonly tone: Tone | undefined;
}

/** What services call severities, and what each means; undefined: nothing by itself. */
const LABELS: readonly (readonly [words: RegExp, tone: Tone | undefined])[] = [
	[/^(critical|fatal|emergency|urgent|severe|high|error|alert|major)$/i, "bad"],
	[/^(medium|moderate|warn|warning)$/i, "warning"],
	[/^(low|minor)$/i, "neutral"],
	[
		/^(info|information|informational|notice|debug|trace|none|normal|untriaged|unknown)$/i,
		undefined,
	],
];

/** The bands of GuardDuty's and CVSS's numbers up to 10, and of Security Hub's up to 100. */
const BANDS: readonly (readonly [from: number, label: string, tone: Tone])[] = [
	[9, "CRITICAL", "bad"],
	[7, "HIGH", "bad"],
	[4, "MEDIUM", "warning"],
	[0, "LOW", "neutral"],
];

const FIELDS =
	/(severity|severitylabel|severitylevel|severitycode|criticality|risklevel|urgency)$|^(level|loglevel|eventtype)$/;
/** Within a field that holds more: `{"severity": {"score": 3, "description": "High"}}`. */
const PARTS = ["label", "description", "name", "level", "value"];
const NUMBERS = ["score", "value", "normalized"];

/** The severity that an event tells, in words before in numbers. */
export function severityOf(leaves: readonly Leaf[]): Severity | undefined {
	const named = leaves.filter((leaf) => !leaf.isOneOfSeveral && isNamed(leaf));
	for (const { text } of named) {
		const row = LABELS.find(([words]) => words.test(text));
		if (row !== undefined) return { label: text, tone: row[1] };
	}
	for (const leaf of named) {
		const found = leaf.isNumber ? ofNumber(Number(leaf.text)) : undefined;
		if (found !== undefined) return found;
	}
	return ofCounts(leaves);
}

function isNamed({ key, path, isNumber }: Leaf): boolean {
	if (isNumber && /^(level|eventtype)$/.test(key)) return false;
	const isPart = (isNumber ? NUMBERS : PARTS).includes(key);
	return (
		FIELDS.test(key) || (isPart && /severity$|^risk$/.test(path.at(-1) ?? ""))
	);
}

function ofNumber(value: number): Severity | undefined {
	if (value < 0 || value > 100) return undefined;
	const ofTen = value > 10 ? value / 10 : value;
	const [, label, tone] = BANDS.find(([from]) => ofTen >= from) ?? [];
	return label === undefined
		? undefined
		: { label: `${label} (${value})`, tone };
}

/** `{"finding-severity-counts": {"CRITICAL": 7, "HIGH": 61}}`: the worst that there is any of. */
function ofCounts(leaves: readonly Leaf[]): Severity | undefined {
	const counts = leaves.filter(
		({ path, isNumber, text }) =>
			isNumber &&
			Number(text) > 0 &&
			/severity(counts?|s)?$|findings?counts$/.test(path.at(-1) ?? ""),
	);
	for (const [words, tone] of LABELS) {
		const found = counts.find(({ key }) => words.test(key));
		if (found !== undefined)
			return { label: `${found.text} ${found.key.toUpperCase()}`, tone };
	}
	return undefined;
}
