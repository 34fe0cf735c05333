import * as v from "valibot";
import { cut } from "../outside.ts";
import { line } from "./reading/fields.ts";
import { RULE_TAG } from "./rule-tag.ts";

const LONGEST = 2048;

export interface ArnParts {
	readonly partition: string;
	readonly service: string;
	/** Empty for global resources. */
	readonly region: string;
	/** Empty, as for buckets, or 12 digits. */
	readonly account: string;
	/** All that follows: `alarm:orders-5xx`, `task/cluster/id`. */
	readonly resource: string;
}

/** Takes an ARN apart; undefined when it is none. */
export function partsOfArn(text: string): ArnParts | undefined {
	const match =
		/^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12})?:(.+)$/.exec(
			cut(text, LONGEST),
		);
	if (match === null) return undefined;
	const [, partition = "", service = "", region = "", account = ""] = match;
	return { partition, service, region, account, resource: match[5] ?? "" };
}

/** How people call a resource: the last part of its ARN, or the text itself. */
export function nameOfResource(text: string): string {
	const resource = partsOfArn(text)?.resource ?? cut(text, LONGEST);
	return /([^:/]+)[:/]*$/.exec(resource)?.[1] ?? resource;
}

const resource = line(LONGEST);

const MOST = 1000;

/**
 * An event's resources. A rule of ours hands them on as a list within the list, with its own tag behind,
 * as a transformer cannot append; what the event brought along by itself is no tag.
 */
export const resources = v.pipe(
	v.array(v.unknown(), "an array of ARNs"),
	// First how many there are: each wrong one takes memory.
	v.check((entries) => entries.flat().length <= MOST, `at most ${MOST} ARNs`),
	v.array(
		v.union([resource, v.array(resource)], "an ARN, or an array of them"),
		"an array of ARNs",
	),
	v.transform((entries) =>
		entries.flatMap((entry) =>
			typeof entry === "string"
				? [entry]
				: entry.filter((text) => !text.startsWith(RULE_TAG)),
		),
	),
);
