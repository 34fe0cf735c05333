import { Token } from "aws-cdk-lib";
import type { MailRoute } from "../../../core/event/route.ts";
import { ADDRESS } from "../settings/validate-props.ts";
import { matchFaults, unknownFields } from "./match-faults.ts";

/** A route, with or without `match`. */
export type AnyRoute = Omit<MailRoute, "match"> & Partial<MailRoute>;

/** What a message inside an envelope says itself. */
const OF_MESSAGE = [
	"to",
	"cc",
	"replyTo",
	"from",
	"subject",
	"template",
	"priority",
] as const;
const FIELDS = ["match", ...OF_MESSAGE, "message"];
const MOST_RECIPIENTS = 100;

/**
 * Every fault of a route, a sentence each. What is known at the deployment only is let through.
 *
 * @param options.own Addresses that `from` may name: mailbox and aliases.
 * @param options.templates Names of the sender's templates.
 */
export function routeFaults(
	route: AnyRoute,
	{
		own,
		templates,
		isDefault,
	}: {
		readonly own: readonly string[];
		readonly templates: readonly string[];
		readonly isDefault: boolean;
	},
): readonly string[] {
	const { to, cc, replyTo, from, subject, template, priority, message } = route;
	return [
		...unknownFields(route, isDefault ? FIELDS.slice(1) : FIELDS, ""),
		...(isDefault ? [] : matchFaults(route.match)),
		...addressFaults("to", to),
		...addressFaults("cc", cc),
		...addressFaults("replyTo", replyTo),
		...tooMany([to, cc]),
		...(from === undefined || isOwn(from, own)
			? []
			: [
					`from is ${from}; allowed: the mailbox or one of the aliases, ${own.join(", ")}`,
				]),
		...lineFaults("subject", subject),
		...templateFaults(template, templates),
		...(priority === undefined || ["high", "normal"].includes(priority)
			? []
			: [`priority is ${priority}; allowed: high or normal`]),
		...(message === undefined || typeof message === "boolean"
			? []
			: [`message is ${message}; allowed: true or false`]),
		...recipientFaults(route),
	];
}

function recipientFaults(route: AnyRoute): readonly string[] {
	if (route.message === true) {
		const idle = OF_MESSAGE.filter((field) => route[field] !== undefined);
		return idle.length === 0
			? []
			: [
					`${idle.join(", ")} would have no effect beside message: true, as the message says it itself; leave one out`,
				];
	}
	return route.to === undefined
		? [
				"to is missing; allowed: one address or a list, or message: true when what arrives names its own recipients",
			]
		: [];
}

function addressFaults(field: string, value: unknown): readonly string[] {
	if (value === undefined || Token.isUnresolved(value)) return [];
	const list: readonly unknown[] = Array.isArray(value) ? value : [value];
	if (list.length === 0)
		return [`${field} is an empty list; allowed: at least one address`];
	return list
		.filter((one) => !isAddress(one))
		.map(
			(one) =>
				`${field} has ${JSON.stringify(one)}; allowed: bare addresses such as ann@example.com`,
		);
}

function tooMany(fields: readonly AnyRoute["to"][]): readonly string[] {
	const count = fields.flat().filter((address) => address !== undefined).length;
	return count > MOST_RECIPIENTS
		? [
				`to and cc have ${count} addresses; allowed: ${MOST_RECIPIENTS}, Gmail's own limit of a message; use a Google group`,
			]
		: [];
}

function lineFaults(field: string, value: unknown): readonly string[] {
	if (value === undefined || Token.isUnresolved(value)) return [];
	return typeof value === "string" && /^[^\p{Cc}]+$/u.test(value)
		? []
		: [
				`${field} is ${JSON.stringify(value)}; allowed: one line of at least one character`,
			];
}

function templateFaults(
	name: unknown,
	known: readonly string[],
): readonly string[] {
	if (name === undefined || Token.isUnresolved(name)) return [];
	return known.includes(String(name))
		? []
		: [
				`template is ${JSON.stringify(name)}; allowed: ${known.length === 0 ? "none, as the sender has no templates: set its templates to their folder" : known.join(", ")}`,
			];
}

function isAddress(value: unknown): boolean {
	return (
		typeof value === "string" &&
		(Token.isUnresolved(value) || ADDRESS.test(value))
	);
}

function isOwn(from: string, own: readonly string[]): boolean {
	return (
		Token.isUnresolved(from) ||
		own.some(
			(address) =>
				Token.isUnresolved(address) ||
				address.toLowerCase() === String(from).toLowerCase(),
		)
	);
}
