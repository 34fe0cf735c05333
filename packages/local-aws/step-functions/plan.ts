import type { ResourcesOf } from "../cloudformation/intrinsics.ts";
import { readDefinition } from "./definition.ts";

export type MachineSpec = ReturnType<typeof planStateMachines>[number];

/** The state machines of a template. @throws Error for what a local run cannot do of them. */
export function planStateMachines(of: ResourcesOf) {
	return of("AWS::StepFunctions::StateMachine").map(
		({ name, arn, properties }) => ({
			name,
			arn,
			roleArn: String(properties.RoleArn),
			flow: readDefinition(name, properties),
		}),
	);
}
