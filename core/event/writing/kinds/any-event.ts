import { nameOfResource } from "../../arn.ts";
import type { ServiceEvent } from "../../service-event.ts";
import { textAt } from "../at.ts";
import { type Content, linksOf, placeFacts, type Tone } from "../content.ts";
import { fieldRows } from "../fields-table.ts";
import { resourceLink } from "../resource-link.ts";
import { placeOf, subjectLine } from "../subject.ts";

/** Where services keep what people call the thing, if not in the event's resources. */
const NAMES = [
	"configRuleName",
	"check-name",
	"AutoScalingGroupName",
	"stateMachineArn",
	"group",
	"resource",
];
const STATES = ["state", "status", "lastStatus", "StatusCode", "severity"];
const TONES: readonly (readonly [RegExp, Tone])[] = [
	[
		/fail|error|fault|unsuccessful|timed.?out|abort|non.?compliant|critical|^high$/i,
		"bad",
	],
	[/warn|stopp|shutting|terminat|insufficient|medium/i, "warning"],
	[/succe|complete|compliant|^ok$|running|healthy/i, "good"],
];

/** Any other event: what happened to what, and a table of its fields. */
export function writeAnyEvent(event: ServiceEvent): Content {
	const { source, detailType, detail } = event;
	const name = nameOf(event);
	const state = stateOf(detail);
	const kind =
		detailType.replace(
			/ ?((State|Status)[ -])?Change( Notification)?$| Notification$/i,
			"",
		) || detailType;
	const what = name === undefined ? kind : `${kind} ${name}`;
	return {
		subject: subjectLine(
			state === undefined ? kind : `${state}: ${kind}`,
			name ?? "",
			placeOf(event),
		),
		tone:
			TONES.find(([pattern]) => pattern.test(state ?? ""))?.[1] ?? "neutral",
		label: state ?? source,
		headline: what,
		sentence: `${source} reports: ${detailType}.${state === undefined ? "" : ` The state is now ${state}.`}`,
		facts: [...fieldRows(detail), ...placeFacts(event)],
		links: linksOf([["Open it in the console", resourceLink(event)]]),
		filename: `${detailType}-${name ?? source}`,
	};
}

function nameOf({ detail, resources }: ServiceEvent): string | undefined {
	const names = NAMES.map((field) => textAt(detail, field));
	const name = names.find((each) => each !== undefined) ?? resources[0];
	return name === undefined ? undefined : nameOfResource(name);
}

function stateOf(detail: unknown): string | undefined {
	const states = [
		...STATES.map((field) => textAt(detail, field)),
		textAt(detail, "newEvaluationResult", "complianceType"),
	];
	return states.find((state) => state !== undefined && state.length <= 40);
}
