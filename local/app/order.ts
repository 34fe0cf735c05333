import { readFileSync } from "node:fs";
import { MANIFEST_KIND } from "../../core/manifest.ts";
import type { AppStack } from "./stacks-of.ts";

/** A stack, and what its template says. */
export interface Linked<S> {
	readonly stack: S;
	/** Whether a sender is in it: producers may name its queue without saying so. */
	readonly hasSender: boolean;
	/** What others may refer to it by. */
	readonly gives: readonly string[];
	/** What it refers to, in others' `gives`. */
	readonly needs: readonly string[];
}

/** Stacks in the order in which they can be started: each after those that it refers to, and else senders first. */
export function stacksInOrder(
	stacks: readonly AppStack[],
): readonly AppStack[] {
	// As in the CDK, what may come in any order comes by its id.
	const sorted = stacks.toSorted((a, b) => (a.id < b.id ? -1 : 1));
	return inOrder(sorted.map((stack) => ({ stack, ...linksOf(stack) })));
}

/** What `needs` something comes after what `gives` it; a circle is left as it is. */
export function inOrder<S>(links: readonly Linked<S>[]): readonly S[] {
	const ordered = new Set<Linked<S>>();
	const visited = new Set<Linked<S>>();
	const visit = (one: Linked<S>) => {
		if (visited.has(one)) return;
		visited.add(one);
		for (const other of links)
			if (other.gives.some((name) => one.needs.includes(name))) visit(other);
		ordered.add(one);
	};
	for (const one of links.filter(({ hasSender }) => hasSender)) visit(one);
	for (const one of links) visit(one);
	return [...ordered].map(({ stack }) => stack);
}

interface Template {
	readonly Outputs?: Readonly<
		Record<string, { readonly Export?: { readonly Name?: unknown } }>
	>;
}

function linksOf({
	id,
	stackName,
	assemblyFolder,
	dependsOn,
	templateFile,
}: AppStack): Omit<Linked<AppStack>, "stack"> {
	const template: Template = JSON.parse(readFileSync(templateFile, "utf8"));
	const exported = Object.values(template.Outputs ?? {}).flatMap((output) =>
		output.Export?.Name === undefined
			? []
			: [JSON.stringify(output.Export.Name)],
	);
	const idOf = (name: string) => `id ${assemblyFolder} ${name}`;
	return {
		hasSender: JSON.stringify(template.Outputs ?? {}).includes(MANIFEST_KIND),
		gives: [
			idOf(id),
			`stack ${stackName}`,
			...exported.map((name) => `export ${name}`),
		],
		needs: [...dependsOn.map(idOf), ...referencesIn(template)],
	};
}

/** What intrinsic functions of a template name in other stacks. */
export function referencesIn(value: unknown): readonly string[] {
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		if (key === "Fn::ImportValue") return [`export ${JSON.stringify(inner)}`];
		if (key === "Fn::GetStackOutput") return [`stack ${inner.StackName}`];
		return referencesIn(inner);
	});
}
