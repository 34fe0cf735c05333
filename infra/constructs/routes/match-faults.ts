import { Token } from "aws-cdk-lib";
import type { MailRoute } from "../../../core/event/route.ts";

const MATCH_FIELDS = ["source", "detailType", "topicArn", "bucket", "resource"];

/** Every fault of what a route has to match. */
export function matchFaults(
	match: MailRoute["match"] | undefined,
): readonly string[] {
	if (typeof match !== "object" || match === null)
		return [`match is missing; allowed: one of ${MATCH_FIELDS.join(", ")}`];
	const entries = Object.entries(match).filter(
		([, value]) => value !== undefined,
	);
	return [
		...unknownFields(match, MATCH_FIELDS, "match."),
		...(entries.length === 0
			? [
					`match is empty, and would take every event; allowed: one of ${MATCH_FIELDS.join(", ")}, or defaultRoute for all that no route fits`,
				]
			: []),
		...entries
			.filter(([, value]) => !isTextOrTexts(value))
			.map(
				([field]) =>
					`match.${field} is no text; allowed: one text or a list of at least one, * at the end stands for any text`,
			),
		...entries.flatMap(([field, value]) =>
			[value]
				.flat()
				.filter((text) => /\*./s.test(String(text)))
				.map(
					(text) =>
						`match.${field} is ${text}, and would fit nothing; allowed: * at the end alone, which stands for any text. Write the beginning, or a list of whole texts`,
				),
		),
	];
}

/** Fields that a route does not have, a sentence each. */
export function unknownFields(
	given: object,
	known: readonly string[],
	prefix: string,
): readonly string[] {
	return Object.keys(given)
		.filter((field) => !known.includes(field))
		.map(
			(field) =>
				`${prefix}${field} is not a field of a route; allowed: ${known.join(", ")}`,
		);
}

function isTextOrTexts(value: unknown): boolean {
	if (Token.isUnresolved(value)) return true;
	const list: readonly unknown[] = Array.isArray(value) ? value : [value];
	return (
		list.length > 0 &&
		list.every((one) => typeof one === "string" && one !== "")
	);
}
