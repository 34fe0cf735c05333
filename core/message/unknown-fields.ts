import { nearest } from "../nearest.ts";
import {
	escapePointer,
	MOST_PROBLEMS,
	type Problem,
	problem,
} from "./problem.ts";
import { messageSchema } from "./schema.ts";

/** The parts of a schema that lead to its fields. */
interface Node {
	readonly type: string;
	readonly entries?: Readonly<Record<string, Node>>;
	/** Of a union; a list of values has texts. */
	readonly options?: readonly (Node | string)[];
	readonly item?: Node;
	readonly wrapped?: Node;
}

/** Longer names are not compared. */
const MAX_NAME = 64;

/** Every field that the format does not have, at any depth. The allowed names are listed once for each kind of object. */
export function unknownFields(input: object): readonly Problem[] {
	const found: Problem[] = [];
	const listed = new Set<Node>();
	const visit = (node: Node, value: unknown, pointer: string): void => {
		if (typeof value !== "object" || value === null) return;
		if (found.length >= MOST_PROBLEMS) return;
		if (node.wrapped !== undefined) visit(node.wrapped, value, pointer);
		for (const option of node.options ?? [])
			if (typeof option !== "string") visit(option, value, pointer);
		if (Array.isArray(value) !== (node.type === "array")) return;
		for (const [key, inner] of Object.entries(value)) {
			const at = `${pointer}/${escapePointer(key)}`;
			const next =
				node.item ??
				(Object.hasOwn(node.entries ?? {}, key)
					? node.entries?.[key]
					: undefined);
			if (next !== undefined) visit(next, inner, at);
			else if (node.entries !== undefined && found.length < MOST_PROBLEMS) {
				const names = Object.keys(node.entries);
				found.push(problem(at, sentenceFor(key, names, listed.has(node))));
				listed.add(node);
			}
		}
	};
	visit(messageSchema, input, "");
	return found;
}

function sentenceFor(
	key: string,
	names: readonly string[],
	isListed: boolean,
): string {
	const near = key.length > MAX_NAME ? undefined : nearest(key, names);
	return [
		`the field is unknown; ${near === undefined ? "remove it" : `rename it to ${near}`}`,
		...(isListed ? [] : [`allowed are ${names.join(", ")}`]),
	].join("; ");
}
