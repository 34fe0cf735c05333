import type { Target } from "../../ops/sender/target.ts";

/** What a killed process leaves: after its `killAt`-th AWS call nothing more is done. */
export function killAfter(
	{ sqs, dynamo }: Target,
	killAt: number,
	afterEach: () => void = () => {},
): { readonly calls: () => number } {
	let calls = 0;
	const middleware =
		<Next extends (args: never) => Promise<unknown>>(next: Next) =>
		async (args: Parameters<Next>[0]) => {
			if (calls >= killAt) throw new Error("killed");
			const result = await next(args);
			calls += 1;
			afterEach();
			if (calls === killAt) throw new Error("killed");
			return result;
		};
	// Outermost: a retry is no call of its own.
	const options = { step: "initialize", priority: "high" } as const;
	sqs.middlewareStack.add(middleware as never, options);
	dynamo.middlewareStack.add(middleware as never, options);
	return { calls: () => calls };
}
