import type * as v from "valibot";
import {
	describeValue,
	escapePointer,
	type Problem,
	problem,
} from "./problem.ts";

/**
 * What an issue of the schema comes to, in sentences.
 *
 * A union's own issue says only "an address or an array"; the branch that fits the value's shape says why.
 */
export function schemaProblems(issue: v.BaseIssue<unknown>): Problem[] {
	if (issue.type === "union" && issue.issues !== undefined) {
		// To the library an array is an object, too.
		const shape = Array.isArray(issue.input) ? "array" : "object";
		const inner = branchesOf(issue).filter(
			({ path, kind }) => path?.[0].type === shape || kind === "validation",
		);
		if (inner.length > 0) {
			const base = issue.path ?? [];
			return inner.flatMap((branch) =>
				schemaProblems({ ...branch, path: joinPaths(base, branch.path) }),
			);
		}
	}
	const pointer = pointerOf(issue.path);
	const key = pointer.slice(pointer.lastIndexOf("/") + 1);
	// All unknown fields are found apart: the library names the first alone.
	if (issue.expected === "never") return [];
	if (issue.received === "undefined" && issue.kind === "schema") {
		return [
			problem(
				pointer,
				`the field is missing; give it ${REQUIRED[key] ?? "a value"}`,
			),
		];
	}
	return [
		problem(
			pointer,
			`got ${describeValue(issue.input)}; allowed is ${allowedBy(issue)}`,
		),
	];
}

/** Issues of a union's branches; those of a union within are its own. */
function branchesOf(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown>[] {
	return (issue.issues ?? []).flatMap((branch) =>
		branch.type === "union" && branch.path === undefined
			? branchesOf(branch)
			: [branch],
	);
}

// The library's own words repeat the value.
function allowedBy({ message }: v.BaseIssue<unknown>): string {
	return message.startsWith("Invalid ") ? "a value of another kind" : message;
}

function joinPaths(
	base: readonly v.IssuePathItem[],
	rest: readonly v.IssuePathItem[] | undefined,
): [v.IssuePathItem, ...v.IssuePathItem[]] {
	return [...base, ...(rest ?? [])] as [v.IssuePathItem, ...v.IssuePathItem[]];
}

/** What a field that has to be there is. */
const REQUIRED: Readonly<Record<string, string>> = {
	subject: "one line of text",
	address: "an e-mail address",
	filename: "a file name",
	bucket: "a bucket's name",
	key: "an object's key",
	id: "the id of an earlier message",
};

function pointerOf(path: readonly v.IssuePathItem[] | undefined): string {
	return (path ?? [])
		.map((item) => `/${escapePointer(String(item.key))}`)
		.join("");
}
