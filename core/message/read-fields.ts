import * as v from "valibot";
import { listFaults } from "./list-faults.ts";
import type { Problem } from "./problem.ts";
import { messageSchema } from "./schema.ts";
import { schemaProblems } from "./schema-problems.ts";
import { unknownFields } from "./unknown-fields.ts";

export type Fields = v.InferOutput<typeof messageSchema>;

/** Every fault that a field shows by itself, and the fields without one. */
export function readFields(input: object): {
	readonly fields: Fields;
	readonly problems: readonly Problem[];
} {
	const lists = listFaults(input);
	const faultyLists = lists.map(rootOf);
	const known = Object.fromEntries(
		Object.entries(input).filter(
			([name]) =>
				Object.hasOwn(messageSchema.entries, name) &&
				!faultyLists.includes(name),
		),
	);
	const read = parse(known);
	const issues = read.issues ?? [];
	const faulty = issues.map(({ path }) => String(path?.[0].key));
	// A second time without what is faulty, so that what fields need of each other can be checked.
	const fields = read.success ? read : parse(without(known, faulty));
	return {
		fields: fields.success ? fields.output : {},
		problems: [
			...lists,
			...issues.flatMap(schemaProblems),
			...unknownFields(input),
		],
	};
}

function parse(fields: object) {
	return v.safeParse(messageSchema, fields, { abortPipeEarly: true });
}

function rootOf({ pointer }: Problem): string {
	return pointer.split("/")[1] ?? "";
}

function without(fields: object, names: readonly string[]): object {
	return Object.fromEntries(
		Object.entries(fields).filter(([name]) => !names.includes(name)),
	);
}
