import {
	GetEventSourceMappingCommand,
	type LambdaClient,
	UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";
import { attempt } from "../../shared/aws-failure.ts";
import type { BreakerDeps } from "../deps.ts";

/** The event source mapping, as far as it is switched on and off. */
export function createMapping(options: {
	readonly client: LambdaClient;
	readonly mappingId: string;
	readonly report: (error: unknown) => void;
}): BreakerDeps["mapping"] {
	const { client, mappingId: UUID, report } = options;
	return {
		state: () =>
			attempt(async () => {
				const { State = "unknown" } = await client.send(
					new GetEventSourceMappingCommand({ UUID }),
				);
				return State;
			}, report),
		enable: (Enabled) =>
			attempt(async () => {
				await client.send(
					new UpdateEventSourceMappingCommand({ UUID, Enabled }),
				);
				return "done" as const;
			}, report),
	};
}
