import type { ServiceEvent } from "../../service-event.ts";
import { at, textAt } from "../at.ts";
import type { Tone } from "../content.ts";
import { actorOf } from "./actor.ts";
import { type Leaf, leavesOf, plainKey } from "./leaves.ts";
import { nameOf } from "./name.ts";
import { type Severity, severityOf } from "./severity.ts";
import { type State, stateOf } from "./state.ts";
import { toneOfWords, wordsOf } from "./tone-of-words.ts";

/** What any event tells, whichever service sent it: which thing, what happened, how bad. */
export interface Told {
	/** `CRITICAL, CLOSED`: the severity before the state; undefined when it tells neither. */
	readonly head: string | undefined;
	readonly tone: Tone;
	readonly name: string | undefined;
	/** What a finding is called. */
	readonly title: string | undefined;
	/** Who did it. */
	readonly actor: string | undefined;
	/** Why, in the service's own words. */
	readonly reason: string | undefined;
	/** Addresses that it names. */
	readonly urls: readonly string[];
	/** The service whose API was called: `cloudtrail`. */
	readonly called: string | undefined;
}

/** Reads an event by the tables of severities, states and names; `kind` is what it calls itself. */
export function tell(
	{ detail, resources }: Pick<ServiceEvent, "detail" | "resources">,
	kind: string,
): Told {
	const leaves = leavesOf(detail);
	const severity = severityOf(leaves);
	const called = textAt(detail, "eventSource")?.split(".", 1)[0];
	const call = called === undefined ? undefined : textAt(detail, "eventName");
	const state = stateOf(
		call === undefined ? leaves : leaves.filter(isOfCall),
		plainKey(kind, LONGEST_KIND),
	);
	const actor = actorOf(detail, leaves);
	return {
		head: headOf(severity, state),
		tone: toneOf(severity, state, { kind, actor }),
		name:
			call === undefined
				? nameOf(leaves, plainKey(kind, LONGEST_KIND), resources)
				: (nameInCall(detail, call, resources) ?? actor),
		title: severity === undefined ? undefined : titleOf(leaves),
		actor,
		called: call === undefined ? undefined : called,
		reason: reasonOf(leaves),
		urls: leaves
			.map(({ text }) => text)
			.filter((text) => text.startsWith("https://")),
	};
}

/** What an API call brought about is told by itself, and not by the state of a thing that it names. */
function isOfCall({ key, path }: Leaf): boolean {
	return path.length === 0 || key === "consolelogin";
}

/** States in which a finding is over, however bad it was. */
const OVER =
	/^(closed|resolved|archived|suppressed|passed|fixed|remediated|dismissed|compliant)$/i;
/** A finding is taken to be this as long as it says nothing else. */
const USUAL = /^(active|new|open|detected)$/i;

/** Calls that take something away. */
const AGAINST =
	/^(delete|disable|stop|terminate|deactivate|revoke|remove|detach|deregister|suspend|schedule.*deletion)/i;

function headOf(
	severity: Severity | undefined,
	{ action, outcome }: State,
): string | undefined {
	const isTold = severity?.tone !== undefined;
	const state = isTold && USUAL.test(outcome ?? "") ? undefined : outcome;
	const acted = [action, state].filter((each) => each !== undefined).join(" ");
	// An ERROR that FAILED is told twice.
	const isSame =
		/^(error|warn|warning)$/i.test(severity?.label ?? "") &&
		toneOfWords(acted) === severity?.tone;
	const isSilent =
		severity === undefined || isSame || (!isTold && acted !== "");
	const parts = [
		isSilent ? "" : severity.label,
		acted === severity?.label ? "" : acted,
	];
	return parts.filter((part) => part !== "").join(", ") || undefined;
}

function toneOf(
	severity: Severity | undefined,
	{ action, outcome }: State,
	{
		kind,
		actor,
	}: { readonly kind: string; readonly actor: string | undefined },
): Tone {
	if (OVER.test(outcome ?? "") && severity !== undefined) return "good";
	if (severity?.tone !== undefined) return severity.tone;
	const tones = [
		toneOfWords(outcome ?? ""),
		AGAINST.test(action ?? "") ? "warning" : toneOfWords(action ?? ""),
	] as const;
	const told = tones.find((tone) => tone !== "neutral");
	// Nobody is meant to work as root.
	if (actor === "root" && told !== "bad") return "warning";
	return told ?? toneOfWords(kind);
}

/** A request names what it changes, `bucketName` of DeleteBucket, and its answer what was made. */
function nameInCall(
	detail: unknown,
	call: string,
	resources: readonly string[],
): string | undefined {
	const leaves = ["requestParameters", "responseElements", "resources"].flatMap(
		(part) => leavesOf(at(detail, part)),
	);
	// What a call is about may be people: CreateAccessKey is for a user.
	return nameOf(leaves, plainKey(`${call} user role`, LONGEST_KIND), resources);
}

function titleOf(leaves: readonly Leaf[]): string | undefined {
	return leaves.find(
		({ key, path }) =>
			/^(title|findingtitle|headline|vulnerabilityid|insightdescription)$/.test(
				key,
			) && path.length <= 2,
	)?.text;
}

/** Reasons before messages, messages before descriptions. */
const REASONS = [
	/(reason|cause|explanation)$/,
	/(message|errordescription|errordetails)$/,
	/(summary|context|notes|comments?)$/,
	/(description|notificationbody)$/,
];
const MOST_REASONS = 3;

function reasonOf(leaves: readonly Leaf[]): string | undefined {
	const reasons = REASONS.flatMap((pattern) =>
		leaves.filter(
			({ key, path, text }) =>
				pattern.test(key) &&
				path.length <= 2 &&
				!/^[{[]/.test(text) &&
				wordsOf(text).length > 1,
		),
	).map(({ text }) => text);
	return [...new Set(reasons)].slice(0, MOST_REASONS).join("\n\n") || undefined;
}

/** Of a kind that an event calls itself. */
const LONGEST_KIND = 300;
