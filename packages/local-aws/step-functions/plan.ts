import type { ResourcesOf } from "../cloudformation/intrinsics.ts";
import type { Names } from "../names.ts";
import { readDefinition } from "./definition.ts";
import type { MachineSpec } from "./execution.ts";

/** The state machines of a template. @throws Error for what a local run cannot do of them. */
export function planStateMachines(
	of: ResourcesOf,
	names: Names,
): readonly MachineSpec[] {
	return of("AWS::StepFunctions::StateMachine").map(({ id, properties }) => ({
		name: names.physical(id),
		arn: names.attribute(id, "Arn"),
		roleArn: String(properties.RoleArn),
		flow: readDefinition(names.physical(id), properties),
	}));
}
