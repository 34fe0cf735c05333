import type { LocalAws } from "local-aws";
import { readManifest, type SenderManifest } from "../core/manifest.ts";

type Stacks = LocalAws["services"]["stacks"];

/** What the stacks' outputs tell of their senders. */
export function sendersOf({ services }: LocalAws): readonly SenderManifest[] {
	return services.stacks.flatMap(sendersIn);
}

/** The stack that a sender is in. */
export function stackOf(
	{ services }: LocalAws,
	{ queueArn }: SenderManifest,
): Stacks[number] | undefined {
	return services.stacks.find((stack) =>
		sendersIn(stack).some((sender) => sender.queueArn === queueArn),
	);
}

function sendersIn({ outputs }: Stacks[number]): readonly SenderManifest[] {
	return Object.values(outputs).flatMap(
		({ value }) => readManifest(value) ?? [],
	);
}
