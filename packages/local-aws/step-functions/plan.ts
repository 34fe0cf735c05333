import type { ResourcesOf } from "../cloudformation/intrinsics.ts";
import { readDefinition } from "./definition.ts";
import type { MachineSpec } from "./execution.ts";

/** The state machines of a template. @throws Error for what a local run cannot do of them. */
export function planStateMachines(of: ResourcesOf): readonly MachineSpec[] {
	return of("AWS::StepFunctions::StateMachine").map(
		({ name, arn, properties }) => ({
			name,
			arn,
			roleArn: String(properties.RoleArn),
			flow: readDefinition(name, properties),
		}),
	);
}
