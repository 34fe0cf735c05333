import { cut } from "../../../outside.ts";
import { at, textAt } from "../at.ts";
import type { Leaf } from "./leaves.ts";
import { shortName } from "./name.ts";

/** Longer ones do not occur: ARNs of a session have 600 characters at most. */
const LONGEST = 600;

const FIELDS =
	/^(useridentityarn|calleruserarn|executedby|initiator|startedby|requestedby)$/;

/** Who did what an event tells of: `root`, `Admin/ann`, `ann`. */
export function actorOf(
	detail: unknown,
	leaves: readonly Leaf[],
): string | undefined {
	const identity = at(detail, "userIdentity");
	if (textAt(identity, "type") === "Root") return "root";
	const arn = textAt(identity, "arn");
	if (arn !== undefined) return roleAndSession(arn);
	const named =
		textAt(identity, "userName") ??
		textAt(identity, "invokedBy") ??
		textAt(identity, "principalId");
	if (named !== undefined) return cut(named, LONGEST);
	const field = leaves.find(
		({ key, path }) => path.length <= 1 && FIELDS.test(key),
	);
	return field === undefined ? undefined : roleAndSession(field.text);
}

function roleAndSession(arn: string): string {
	const text = cut(arn, LONGEST);
	return (
		/:assumed-role\/([^/]{1,128}\/[^/]{1,128})$/.exec(text)?.[1] ??
		shortName(text)
	);
}
