import * as v from "valibot";
import { RULE_TAG } from "../rule-tag.ts";
import { line } from "./fields.ts";

const resource = line(2048);
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
