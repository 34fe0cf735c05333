import { PolicyStatement } from "aws-cdk-lib/aws-iam";

/** The right to answer the task tokens of one state machine. */
export function taskResponses(stateMachineArn: string): PolicyStatement {
	return new PolicyStatement({
		sid: "TaskResponses",
		actions: ["states:SendTaskSuccess", "states:SendTaskFailure"],
		resources: [stateMachineArn],
	});
}
