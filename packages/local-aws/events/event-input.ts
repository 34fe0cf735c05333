import type { Target } from "@aws-sdk/client-eventbridge";
import { selectJson } from "../json-path.ts";
import type { BusEvent } from "./event-bridge.ts";

/** The rule that an event goes through. */
interface Rule {
	readonly name: string;
	readonly arn: string;
}

/**
 * What a rule hands to a target: the event, a constant, a part of the event, or a filled template.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 * @throws Error when the filled template is no JSON: AWS gives such an event up, too.
 */
export function targetInput(
	{ Input, InputPath, InputTransformer }: Partial<Target>,
	event: BusEvent,
	rule: Rule,
): string {
	if (Input !== undefined) return Input;
	if (InputPath !== undefined)
		return JSON.stringify(selectJson(event, InputPath) ?? null);
	if (InputTransformer === undefined) return JSON.stringify(event);
	const { InputTemplate: template = "", InputPathsMap = {} } = InputTransformer;
	const values: Values = {
		...Object.fromEntries(
			Object.entries(InputPathsMap).map(([name, path]) => [
				name,
				selectJson(event, path) ?? "",
			]),
		),
		...reserved(event, rule),
	};
	return template.trimStart().startsWith("{")
		? fillObject(template, values, rule)
		: fillText(template, values);
}

type Values = Readonly<Record<string, unknown>>;

function reserved(event: BusEvent, { name, arn }: Rule): Values {
	const { detail: _detail, "detail-type": detailType, time, ...head } = event;
	return {
		"aws.events.rule-name": name,
		"aws.events.rule-arn": arn,
		"aws.events.event.ingestion-time": new Date().toISOString(),
		"aws.events.event.json": event,
		// In AWS's own shape, which differs from the event's.
		"aws.events.event": { ...head, detailType, time: Date.parse(time) },
	};
}

const PLACEHOLDER = /<([^<>"]+)>/g;

/** Strings in a text stay as they are; what else there is loses its quotes. */
function fillText(template: string, values: Values): string {
	return template.replace(PLACEHOLDER, (placeholder, name: string) => {
		if (!(name in values)) return placeholder;
		const value = values[name];
		return typeof value === "string"
			? value
			: JSON.stringify(value).replaceAll('"', "");
	});
}

/** Within quotes a value goes in as it is, and nothing is escaped; without them as JSON. */
function fillObject(template: string, values: Values, rule: Rule): string {
	let isInString = false;
	const filled = template.replace(
		/\\.|"|<([^<>"]+)>/gs,
		(token, name?: string) => {
			if (token === '"') isInString = !isInString;
			if (name === undefined || !(name in values)) return token;
			const value = values[name];
			return isInString && typeof value === "string"
				? value
				: JSON.stringify(value);
		},
	);
	try {
		JSON.parse(filled);
		return filled;
	} catch {
		throw new Error(
			`Cannot fill the input template of the rule ${rule.name}, as the result is no JSON: ${filled}; put the placeholder without quotes where the value may have quotes or line breaks`,
		);
	}
}
