import { cut } from "../../../outside.ts";
import type { Leaf } from "./leaves.ts";

/** What was done, and what came of it. */
export interface State {
	/** `StopLogging`, `createSnapshot`. */
	readonly action: string | undefined;
	/** `FAILED`, `THREATS_FOUND`. */
	readonly outcome: string | undefined;
}

/** No state is longer, and none is a sentence. */
const LONGEST = 60;
const MOST_WORDS = 5;

type Rule = (leaf: Leaf) => boolean;

/** Where services say what came of it, the most telling first; the first rule that finds a field decides. */
const OUTCOMES: readonly Rule[] = [
	({ key }) => /^(result|outcome|conclusion|verdict)$/.test(key),
	// A scan that is COMPLETED has a result that tells more, and a thing that is ACTIVE a health.
	({ key }) => /(result|drift|health)(status|state|code)?$|outcome$/.test(key),
	({ key, path }) =>
		key === "newstatevalue" || (key === "consolelogin" && path.length > 0),
	({ key, path }) =>
		/^(state|status|laststatus)$/.test(key) && path.length === 0,
	({ key, path }) =>
		/^(value|name|code)$/.test(key) &&
		/(state|status)$/.test(path.at(-1) ?? "") &&
		path.length === 1,
	({ key, path }) =>
		/(state|status)(code|name|value)?$/.test(key) && path.length === 0,
	({ key }) => /^compliance(type|status)$/.test(key),
	({ key, path }) => /(state|status)$/.test(key) && path.length <= 2,
	({ key, path }) => key === "errorcode" && path.length === 0,
	({ key }) => key === "eventcategories" || key === "condition",
];

/** Where they say what was done. */
const ACTIONS = [
	"eventname",
	"event",
	"operation",
	"actiontype",
	"instanceaction",
	"subtype",
	"changetype",
	"lifecycletransition",
	"eventtype",
	"action",
];
/** What was done tells more than what came of it only here. */
const TOLD_WITH_OUTCOME = ["eventname", "event", "operation", "actiontype"];

/** The state that an event tells; a field that names the event's own kind goes before others of its rank. */
export function stateOf(leaves: readonly Leaf[], kind: string): State {
	const able = leaves.filter(isState);
	const outcome = outcomeAmong(able, kind) ?? daysAmong(leaves);
	const actions = outcome === undefined ? ACTIONS : TOLD_WITH_OUTCOME;
	const action = actions
		.map((name) =>
			able.find(({ key, path }) => key === name && path.length === 0),
		)
		.find((leaf) => leaf !== undefined);
	return {
		action: action?.text.replace(/^[a-z0-9]+:/, ""),
		outcome,
	};
}

function outcomeAmong(
	leaves: readonly Leaf[],
	kind: string,
): string | undefined {
	for (const rule of OUTCOMES) {
		const found = leaves.filter(rule);
		const own = found.find(({ key }) => kind.includes(stemOf(key)));
		const leaf = own ?? found[0];
		if (leaf !== undefined) return leaf.text;
	}
	return undefined;
}

/** `{"DaysToExpiry": 31}`. */
function daysAmong(leaves: readonly Leaf[]): string | undefined {
	const days = leaves.find(
		({ key, isNumber }) => isNumber && /^days|days$/.test(key),
	);
	return days === undefined ? undefined : `${days.text} days`;
}

function stemOf(key: string): string {
	return cut(key, LONGEST).replace(
		/(state|status|result)(code|name|value)?$/,
		"",
	);
}

function isState({ key, path, text, isNumber, isOneOfSeveral }: Leaf): boolean {
	return (
		!isNumber &&
		(!isOneOfSeveral || key === "eventcategories") &&
		text.length <= LONGEST &&
		!/^(true|false|[\d.,:-]+)$/i.test(text) &&
		!/[\r\n]|:\/\//.test(text) &&
		text.split(" ").length <= MOST_WORDS &&
		// What is wanted is not what is.
		!/^(desired|expected|target|requested|current?state(reason|message))/.test(
			key,
		) &&
		!path.some((each) => /^(desired|expected|target)/.test(each))
	);
}
