import { type HttpApiSpec, planHttpApis } from "./api-gateway/http-plan.ts";
import { planRestApis } from "./api-gateway/rest-plan.ts";
import type { RestApiSpec } from "./api-gateway/rest-spec.ts";
import type { ResourcesOf } from "./cloudformation/intrinsics.ts";
import type { AwsServices } from "./endpoint.ts";
import { type TopicRuleSpec, topicRuleSpec } from "./iot/topic-rule.ts";
import type { Names } from "./names.ts";
import { readDefinition } from "./step-functions/definition.ts";
import type { MachineSpec } from "./step-functions/execution.ts";
import { createRunTask } from "./step-functions/run-task.ts";
import { createServices } from "./step-functions/task-services.ts";

/** A template's state machines, APIs and IoT rules. */
export interface FlowPlan {
	readonly stateMachines: readonly MachineSpec[];
	readonly restApis: readonly RestApiSpec[];
	readonly httpApis: readonly HttpApiSpec[];
	readonly topicRules: readonly TopicRuleSpec[];
}

/** @throws Error for what a local run cannot do of them. */
export function planFlows(of: ResourcesOf, names: Names): FlowPlan {
	return {
		stateMachines: of("AWS::StepFunctions::StateMachine").map(
			({ id, properties }) => ({
				name: names.physical(id),
				arn: names.attribute(id, "Arn"),
				roleArn: String(properties.RoleArn),
				flow: readDefinition(names.physical(id), properties),
			}),
		),
		restApis: planRestApis(of, names),
		httpApis: planHttpApis(of, names),
		topicRules: of("AWS::IoT::TopicRule").map(({ id, properties }) =>
			topicRuleSpec(names.physical(id), properties),
		),
	};
}

/** Lets the planned state machines, APIs and IoT rules take requests. */
export function deployFlows(
	plan: FlowPlan,
	{
		services,
		endpoint,
	}: { readonly services: AwsServices; readonly endpoint: string },
): void {
	const { stepFunctions, apis, iot, lambda, region } = services;
	const { roleClients: clients } = services;
	for (const machine of plan.stateMachines) {
		const serviceOf = createServices(
			region,
			clients.sqs(machine.roleArn),
			lambda.functions,
		);
		stepFunctions.add(machine, createRunTask(serviceOf, stepFunctions.tokens));
	}
	for (const api of plan.restApis) apis.addRest(api, { endpoint, clients });
	for (const api of plan.httpApis) apis.addHttp(api, clients);
	for (const rule of plan.topicRules) iot.add(rule, clients);
}
