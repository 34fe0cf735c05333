import { stacksInOrder } from "./order.ts";
import { type AppStack, missingContext, stacksOf } from "./stacks-of.ts";

export interface SynthesizedApp {
	/** In the order in which they can be started. */
	readonly stacks: readonly AppStack[];
	/** What is made up in it, a sentence each. */
	readonly notices: readonly string[];
}

/** The stacks of a synthesized app, in the order in which they can be started. */
export function readAssembly(folder: string): readonly AppStack[] {
	return readFinished([folder]).stacks;
}

/** Reads folders that cdk synth has written. @throws Error for one that is no app, and for two stacks of one name. */
export function readFinished(folders: readonly string[]): SynthesizedApp {
	const stacks = folders.flatMap(stacksOf);
	const twin = stacks.find((stack, index) =>
		stacks
			.slice(0, index)
			.some(({ stackName }) => stackName === stack.stackName),
	);
	if (twin !== undefined)
		throw new Error(
			`Cannot start two stacks of the name ${twin.stackName}: give one of them another stackName, or leave its app out`,
		);
	const lookups = [
		...new Set(folders.flatMap(missingContext).map(({ key }) => key)),
	];
	return {
		stacks: stacksInOrder(stacks),
		notices: lookups.length === 0 ? [] : [madeUp(lookups)],
	};
}

function madeUp(lookups: readonly string[]): string {
	return `the app looks up what is not in cdk.context.json, so that made-up values stand for ${lookups.join(", ")}: type npx cdk synth once, signed in to AWS, which fills it`;
}
